// What can be done with the selected shapes, or with all that match: relabel, accept, refuse, delete.
import { useState, type ReactElement } from 'react';
import { chosenIds } from '../actions/bulk';
import { changeChosenShapes } from '../actions/shapes';
import { deleteShapes, type BulkShapeChange } from '../api/shapes';
import type { Me } from '../api/types';
import { count, plural } from '../state/format';
import type { ItemSource } from '../state/item_source';
import { refreshScope, useLabels } from '../state/queries';
import { selectedCount, type Selection } from '../state/selection';
import { tell } from '../state/toasts';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';

interface Props {
  me: Me;
  version: string;
  source: ItemSource;
  total: number;
  selection: Selection;
  onAll: () => void;
  onClear: () => void;
  onSharpen: ((sign: 'like' | 'unlike') => void) | null; // while similar shapes are shown
}

export function ShapeSelectionBar({ me, version, source, total, selection, onAll, onClear, onSharpen }: Props): ReactElement {
  const [deleting, setDeleting] = useState(false);
  const mayEdit = me.role !== 'VIEWER';
  const { data: labels } = useLabels(version, mayEdit);
  const selected = selectedCount(selection, total);
  const change = (to: BulkShapeChange, done: string): void => void changeChosenShapes(version, () => chosenIds(source, selection), to, done);
  return (
    <div className="selection" role="group" aria-label="Selection">
      <span className="selection__count">
        <b>{count(selected)}</b> selected of {count(total)}
      </span>
      {selected < total && (
        <Button kind="quiet" keys="Control+A" onClick={onAll}>
          Select all {count(total)}
        </Button>
      )}
      {onSharpen && (
        <>
          <Button icon="plus" onClick={() => onSharpen('like')}>
            More like these
          </Button>
          <Button icon="minus" onClick={() => onSharpen('unlike')}>
            Less like these
          </Button>
        </>
      )}
      {mayEdit && (
        <>
          <select
            aria-label="Relabel"
            value=""
            onChange={(event) => {
              const label = labels?.find((one) => one.id === event.target.value);
              if (label) change({ label_id: label.id }, `relabelled “${label.name}”`);
            }}
          >
            <option value="" disabled>
              Relabel…
            </option>
            {labels?.map((label) => (
              <option key={label.id} value={label.id}>
                {label.name}
              </option>
            ))}
          </select>
          <Button icon="check" onClick={() => change({ status: 'ACCEPTED' }, 'accepted')}>
            Accept
          </Button>
          <Button onClick={() => change({ status: 'REFUSED' }, 'refused')}>Refuse</Button>
          <Button onClick={() => setDeleting(true)}>Delete…</Button>
        </>
      )}
      <span className="selection__end">
        <Button kind="quiet" keys="Escape" onClick={onClear}>
          Reset selection
        </Button>
      </span>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${plural(selected, 'shape')}?`}
          confirm={`Delete ${plural(selected, 'shape')}`}
          onConfirm={async () => {
            const gone = await deleteShapes(version, await chosenIds(source, selection));
            await refreshScope({ kind: 'version', id: version });
            tell(`${plural(gone, 'shape')} deleted.`);
            onClear();
          }}
          onClose={() => setDeleting(false)}
        >
          They are deleted with their embeddings. The images and their other shapes stay. This cannot be undone.
        </ConfirmDialog>
      )}
    </div>
  );
}
