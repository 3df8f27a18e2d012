// All keys, in one place.
import type { ReactElement } from 'react';
import { InfoDialog } from '../widgets/dialog';

const kGroups: readonly { name: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    name: 'Anywhere',
    keys: [
      ['/', 'Filter'],
      ['t', 'Text to image'],
      ['s', 'Find similar'],
      ['m', 'Map or grid'],
      ['Esc', 'Clear one layer'],
      ['?', 'These keys'],
    ],
  },
  {
    name: 'Grid',
    keys: [
      ['← ↑ → ↓', 'Move'],
      ['Shift + move', 'Select a range'],
      ['x', 'Select or not'],
      ['Ctrl A', 'Select everything that matches'],
      ['Enter', 'Open beside the grid'],
    ],
  },
  {
    name: 'Map',
    keys: [
      ['Drag, wheel', 'Move, zoom'],
      ['v p f r c', 'Move, polygon, freehand, rectangle, cluster'],
      ['Shift, Alt', 'Add to, remove from the selection'],
      ['Ctrl Z', 'Undo'],
      ['Enter', 'Close the polygon'],
    ],
  },
  {
    name: 'Drawing',
    keys: [
      ['d', 'Draw on the open image'],
      ['v b p', 'Choose, box, polygon'],
      ['n, c', 'Next shape, next corner'],
      ['Arrows, Alt + arrows', 'Move, resize'],
      ['a, Delete', 'Accept, delete'],
      ['Ctrl Z, Ctrl Shift Z', 'Take back, do again'],
    ],
  },
];

export function KeysDialog({ onClose }: { onClose: () => void }): ReactElement {
  return (
    <InfoDialog title="Keyboard shortcuts" onClose={onClose}>
      {kGroups.map(({ name, keys }) => (
        <section key={name} className="keys" aria-label={name}>
          <h3>{name}</h3>
          <dl>
            {keys.map(([key, what]) => (
              <div key={key} className="keys__row">
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </InfoDialog>
  );
}
