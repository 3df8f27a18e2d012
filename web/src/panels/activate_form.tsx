// Switches visual search on. A Datalake chooses its model here; the bundled demo model is offered, never chosen by itself.
import { useState, type ReactElement } from 'react';
import type { Scope } from '../api/scope';
import type { Model } from '../api/types';
import { kDefaultModel } from '../api/visual_search';
import { useModels } from '../state/queries';
import { Button } from '../widgets/button';

interface Props {
  scope: Scope;
  busy: boolean;
  onActivate: (model: string | null) => void;
}

export function ActivateForm({ scope, busy, onActivate }: Props): ReactElement {
  const chooses = scope.kind === 'datalake';
  const { data: models, error } = useModels(chooses);
  const [chosen, setChosen] = useState('');
  const model = chosen === '' ? (models?.find(({ key }) => key === kDefaultModel)?.key ?? '') : chosen;
  // Without a list the server's own default is asked for; its answer says what to do when there is none.
  const offers = chooses && models !== undefined && models.length > 0;
  return (
    <form
      className="activate"
      onSubmit={(event) => {
        event.preventDefault();
        onActivate(offers ? model : null);
      }}
    >
      {offers && (
        <label className="field">
          Model
          <select value={model} onChange={(event) => setChosen(event.target.value)}>
            {model === '' && <option value="">Choose a model…</option>}
            {models.map((one) => (
              <option key={one.key} value={one.key}>
                {modelName(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Button kind="primary" type="submit" disabled={busy || (chooses && models === undefined && error === null) || (offers && model === '')}>
        Activate
      </Button>
    </form>
  );
}

function modelName(model: Model): string {
  return model.bundled ? `${model.key} (small, for demonstrations)` : model.key;
}
