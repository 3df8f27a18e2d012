// Settings of a Datalake or version: the Visual Search card for images.
import type { ReactElement } from 'react';
import type { Me } from '../api/types';
import type { Scope } from '../api/scope';
import { EmbeddingsCard } from '../panels/embeddings_card';
import { Tabs } from '../panels/tabs';

export function SettingsView({ me, scope }: { me: Me; scope: Scope }): ReactElement {
  return (
    <main className="page">
      <Tabs scope={scope} page="settings" total={null} />
      <div className="page__body">
        <div className="column">
          <h1 className="title">Visual Search</h1>
          <EmbeddingsCard me={me} scope={scope} />
        </div>
      </div>
    </main>
  );
}
