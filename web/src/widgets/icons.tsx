// The app's icons, drawn on a 16 px square with the colour of the text around them.
import type { ReactElement } from 'react';

const kPaths = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4 14 14',
  similar: 'M2.5 2.5h6v6h-6zM7.5 7.5h6v6h-6z',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3 8.5 3.2 3.2L13 5',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.3 5.3h.01',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13',
  moon: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z',
  warning: 'M8 2 1.6 13.4h12.8zM8 6.6v3.2M8 11.7h.01',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  panel: 'M2 3h12v10H2zM10 3v10',
  lake: 'M8 2c3.3 0 5.5.9 5.5 2v8c0 1.1-2.2 2-5.5 2s-5.5-.9-5.5-2V4c0-1.1 2.2-2 5.5-2ZM2.5 4c0 1.1 2.2 2 5.5 2s5.5-.9 5.5-2M2.5 8c0 1.1 2.2 2 5.5 2s5.5-.9 5.5-2',
  dataset: 'M2.5 5.5h11v8h-11zM4 3h8',
  chevron: 'm6 3.5 4.5 4.5L6 12.5',
  upload: 'M8 10.5v-8M4.7 5.5 8 2.2l3.3 3.3M2.5 10.5v3h11v-3',
  image: 'M2 3h12v10H2zM2 11l3.5-3.5 3 3 2-2L14 12M10.5 6h.01',
  grid: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  map: 'M4 5.2h.01M7 3.2h.01M6.5 7.5h.01M11.5 9h.01M9.3 11.8h.01M12.8 12.4h.01M4.2 11.6h.01M12.2 4.4h.01',
  hand: 'M8 2v12M2 8h12M8 2 6.3 3.7M8 2l1.7 1.7M8 14l-1.7-1.7M8 14l1.7-1.7M2 8l1.7-1.7M2 8l1.7 1.7M14 8l-1.7-1.7M14 8l-1.7 1.7',
  polygon: 'M3 4.5 9.5 2.5 13.5 8 10 13.5 3.5 11z',
  lasso: 'M8 3c3.3 0 5.5 1.5 5.5 3.6S11.3 10.2 8 10.2c-1.6 0-3-.3-4-.9M4 9.3c-.9-.6-1.5-1.6-1.5-2.7C2.5 4.5 4.7 3 8 3M4 9.3c1.4.7 1.3 2.9-.6 4.2',
  rectangle: 'M2.5 4h11v8h-11z',
  cluster: 'M5.5 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM11 3.5a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4ZM10.5 9a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M8 12.2h.01',
} as const;

export type IconName = keyof typeof kPaths;

export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={kPaths[name]} />
    </svg>
  );
}
