// Settings of a Datalake or version: Visual Search with its cards, tags, and which models there are.
import type { ReactElement } from 'react';
import type { Me } from '../api/types';
import type { Scope } from '../api/scope';
import { EmbeddingsCard } from '../panels/embeddings_card';
import { ModelsCard } from '../panels/models_card';
import { Tabs } from '../panels/tabs';
import { TagsCard } from '../panels/tags_card';

export function SettingsView({ me, scope }: { me: Me; scope: Scope }): ReactElement {
  return (
    <main className="page">
      <Tabs scope={scope} page="settings" total={null} />
      <div className="page__body">
        <div className="column column--wide">
          <h1 className="title">Visual Search</h1>
          <div className="cards">
            <EmbeddingsCard me={me} scope={scope} kind="images" />
            {scope.kind === 'version' && <EmbeddingsCard me={me} scope={scope} kind="shapes" />}
          </div>
          <h2 className="title title--next">Tags</h2>
          <TagsCard me={me} scope={scope} />
          <h2 className="title title--next">Models</h2>
          <ModelsCard />
        </div>
      </div>
    </main>
  );
}
