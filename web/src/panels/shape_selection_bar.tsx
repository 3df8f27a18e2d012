// What can be done with the selected shapes, or with all that match: relabel, accept, refuse, delete.
import { useState, type ReactElement } from 'react';
import { chosenIds } from '../actions/bulk';
import { changeChosenShapes } from '../actions/shapes';
import type { Listed } from '../api/scope';
import { deleteShapes, type BulkShapeChange } from '../api/shapes';
import type { Me } from '../api/types';
import { plural } from '../state/format';
import type { ItemSource } from '../state/item_source';
import { refreshScope, useLabels } from '../state/queries';
import { selectedCount } from '../state/selection';
import { tell } from '../state/toasts';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';
import { SelectionFrame, type SelectionFrameProps } from './selection_frame';

interface Props extends SelectionFrameProps {
  me: Me;
  scope: Listed; // of shapes
  source: ItemSource;
}

export function ShapeSelectionBar({ me, scope, source, ...frame }: Props): ReactElement {
  const [deleting, setDeleting] = useState(false);
  const version = scope.id;
  const mayEdit = me.role !== 'VIEWER';
  const { data: labels } = useLabels(version, mayEdit);
  const { total, selection, onClear } = frame;
  const selected = selectedCount(selection, total);
  const change = (to: BulkShapeChange, done: string): void => void changeChosenShapes(version, () => chosenIds(source, selection), to, done);
  return (
    <SelectionFrame
      {...frame}
      dialogs={
        <>
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
        </>
      }
    >
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
    </SelectionFrame>
  );
}
