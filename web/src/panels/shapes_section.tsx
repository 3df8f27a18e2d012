// The shapes of an image, one line each: relabelled, accepted, refused, deleted.
import { useState, type ReactElement } from 'react';
import type { Shape } from '../api/shapes';
import type { Drawing } from '../draw/use_drawing';
import { count } from '../state/format';
import { colourOfName } from '../state/name_colours';
import { useLabels } from '../state/queries';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';

interface Props {
  version: string;
  shapes: readonly Shape[];
  drawing: Drawing;
  mayEdit: boolean;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

export function ShapesSection({ version, shapes, drawing, mayEdit, chosen, onChoose }: Props): ReactElement {
  const { data: labels } = useLabels(version, mayEdit);
  const [deleting, setDeleting] = useState<Shape | null>(null);
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
                onChange={(event) => {
                  const label = labels.find((one) => one.id === event.target.value);
                  if (label) void drawing.relabel(shape, label);
                }}
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
                  onClick={() => void drawing.judge(shape, shape.status === 'ACCEPTED' ? 'PENDING' : 'ACCEPTED')}
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
          onConfirm={() => drawing.remove(deleting)}
          onClose={() => setDeleting(null)}
        >
          The shape and its embedding are deleted. The image and its other shapes stay.
        </ConfirmDialog>
      )}
    </section>
  );
}
