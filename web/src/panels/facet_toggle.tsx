// One value of a facet: pressed, it narrows the view.
import type { ReactElement } from 'react';
import { count as formatted } from '../state/format';

interface Props {
  name: string;
  count: number | undefined; // of what is found now
  on: boolean;
  colour?: string;
  onToggle: () => void;
}

export function FacetToggle({ name, count, on, colour, onToggle }: Props): ReactElement {
  return (
    <li>
      <button type="button" className="tagtoggle" aria-pressed={on} onClick={onToggle}>
        {colour !== undefined && (
          <svg className="legend__mark" viewBox="0 0 12 12" aria-hidden="true">
            <rect x="1" y="1" width="10" height="10" rx="2" fill={colour} />
          </svg>
        )}
        <span className="tagtoggle__name">{name}</span>
        {count !== undefined && (
          <span className="numbers tagtoggle__count" aria-hidden="true">
            {formatted(count)}
          </span>
        )}
      </button>
    </li>
  );
}

export function toggledIn<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}
