// The shapes of an image, one line each: relabelled, accepted, refused, deleted.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { changeShapes, deleteShapes, listLabels, type Shape, type ShapeStatus } from '../api/shapes';
import type { Scope } from '../api/scope';
import { count } from '../state/format';
import { colourOfName } from '../state/name_colours';
import { refreshScope, scopeKey } from '../state/queries';
import { tell, tellProblem } from '../state/toasts';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';

interface Props {
  scope: Scope;
  shapes: readonly Shape[];
  mayEdit: boolean;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

export function ShapesSection({ scope, shapes, mayEdit, chosen, onChoose }: Props): ReactElement {
  const { data: labels } = useQuery({ queryKey: [...scopeKey(scope), 'labels'], queryFn: () => listLabels(scope.id), enabled: mayEdit });
  const [deleting, setDeleting] = useState<Shape | null>(null);
  const change = async (shape: Shape, to: { label_id?: string; status?: ShapeStatus }, done: string): Promise<void> => {
    try {
      await changeShapes(scope.id, [shape.id], to);
      await refreshScope(scope);
      tell(done);
    } catch (error) {
      tellProblem('The shape stays as it was.', error);
    }
  };
  return (
    <section className="detail__section" aria-label="Shapes">
      <h3>
        Shapes <span className="numbers muted">{count(shapes.length)}</span>
      </h3>
      <ul className="shapes">
        {shapes.map((shape) => (
          <li
            key={shape.id}
            className={shape.id === chosen ? 'shapes__one shapes__one--chosen' : 'shapes__one'}
            onMouseEnter={() => onChoose(shape.id)}
            onMouseLeave={() => onChoose(null)}
          >
            <svg className="legend__mark" viewBox="0 0 12 12" aria-hidden="true">
              <rect x="1" y="1" width="10" height="10" rx="2" fill={colourOfName(shape.label.name)} />
            </svg>
            {mayEdit && labels ? (
              <select
                aria-label={`Label of ${shape.type.toLowerCase()} ${shape.label.name}`}
                value={shape.label.id}
                onChange={(event) => void change(shape, { label_id: event.target.value }, `Relabelled “${labels.find((one) => one.id === event.target.value)?.name ?? ''}”.`)}
              >
                {labels.map((label) => (
                  <option key={label.id} value={label.id}>
                    {label.name}
                  </option>
                ))}
              </select>
            ) : (
              <span className="shapes__label">{shape.label.name}</span>
            )}
            <span className="muted shapes__status">{shape.status === 'PENDING' ? '' : shape.status.toLowerCase()}</span>
            {mayEdit && (
              <>
                <Button
                  kind="quiet"
                  icon="check"
                  label={`Accept ${shape.label.name}`}
                  aria-pressed={shape.status === 'ACCEPTED'}
                  onClick={() => void change(shape, { status: shape.status === 'ACCEPTED' ? 'PENDING' : 'ACCEPTED' }, shape.status === 'ACCEPTED' ? 'Pending again.' : 'Accepted.')}
                />
                <Button kind="quiet" icon="close" label={`Delete ${shape.label.name}…`} onClick={() => setDeleting(shape)} />
              </>
            )}
          </li>
        ))}
      </ul>
      {deleting && (
        <ConfirmDialog
          title={`Delete this ${deleting.type.toLowerCase()} “${deleting.label.name}”?`}
          confirm="Delete shape"
          onConfirm={async () => {
            await deleteShapes(scope.id, [deleting.id]);
            await refreshScope(scope);
          }}
          onClose={() => setDeleting(null)}
        >
          The shape and its embedding are deleted. The image and its other shapes stay.
        </ConfirmDialog>
      )}
    </section>
  );
}
