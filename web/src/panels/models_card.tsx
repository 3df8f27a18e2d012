// The embedding models that are registered, and how another is.
import type { ReactElement } from 'react';
import { kDefaultModel } from '../api/visual_search';
import { useModels } from '../state/queries';
import { Problem } from '../widgets/notice';

export function ModelsCard(): ReactElement {
  const { data: models, error, refetch } = useModels(true);
  if (error && !models) return <Problem title="The models cannot be listed" error={error} retry={() => void refetch()} />;
  return (
    <section className="card" aria-label="Models">
      <ul className="rows">
        {models?.map((model) => (
          <li key={model.key} className="rows__one">
            <code className="rows__name">{model.key}</code>
            <span className="muted">{model.bundled ? 'small, for demonstrations' : model.key === kDefaultModel ? 'the default' : ''}</span>
          </li>
        ))}
      </ul>
      <p className="card__text muted">
        Register an open_clip folder with <code>kindred model add FOLDER --key KEY</code>; it can be chosen at the next activation of a datalake.
      </p>
    </section>
  );
}
