// The heads of the table's columns, over the grid that scrolls; those that the server sorts by are buttons.
import type { ReactElement } from 'react';
import type { ItemKind } from '../api/scope';
import { columnsOf, orderAfter } from './columns';

interface Props {
  kind: ItemKind;
  order: string | null;
  ranked: boolean; // the best come first, whatever the columns
  onOrder: (order: string) => void;
}

export function TableHead({ kind, order, ranked, onOrder }: Props): ReactElement {
  const now = order ?? '-created_at';
  return (
    <div className="tablehead" role="group" aria-label="Sort by">
      {columnsOf(kind).map(({ key, name, order: field }) =>
        field === null || ranked ? (
          <span key={key} className={`line__value line__value--${key} tablehead__name`}>
            {name}
          </span>
        ) : (
          <button
            key={key}
            type="button"
            className={`line__value line__value--${key} tablehead__name`}
            aria-pressed={now.replace('-', '') === field}
            onClick={() => onOrder(orderAfter(order, field))}
          >
            {name} {now === field ? '↑' : now === `-${field}` ? '↓' : ''}
          </button>
        ),
      )}
    </div>
  );
}
