// Datasets and their versions: what there is, and making more.
import { useState, type ReactElement } from 'react';
import type { Dataset, DatasetVersion, Me } from '../api/types';
import { createDataset, createVersion, deleteDataset, deleteVersion } from '../api/versions';
import { exactTime, plural, relativeTime } from '../state/format';
import { go } from '../state/location';
import { client, useDatasets, useVersion, useVersions } from '../state/queries';
import { tell } from '../state/toasts';
import { itemsOf } from '../state/url';
import { Button } from '../widgets/button';
import { ConfirmDialog, FormDialog } from '../widgets/dialog';
import { Link } from '../widgets/link';
import { Notice, Problem } from '../widgets/notice';

export function DatasetsView({ me }: { me: Me }): ReactElement {
  const { data: datasets, error, refetch, dataUpdatedAt } = useDatasets(me.organization.id);
  const [making, setMaking] = useState(false);
  const mayEdit = me.role !== 'VIEWER';
  const make = mayEdit && (
    <Button kind="primary" onClick={() => setMaking(true)}>
      New dataset…
    </Button>
  );
  return (
    <main className="page page--scroll">
      <div className="column">
        <header className="headline">
          <h1 className="title">Datasets</h1>
          {datasets && datasets.length > 0 && make}
        </header>
        {error && !datasets ? (
          <Problem title="The datasets cannot be listed" error={error} retry={() => void refetch()} />
        ) : !datasets ? (
          <div className="jobs" aria-busy="true">
            {[0, 1].map((index) => (
              <div key={index} className="job job--skeleton" />
            ))}
          </div>
        ) : datasets.length === 0 ? (
          <Notice icon="dataset" title="No datasets yet" actions={make}>
            A dataset has versions; a version holds images of a datalake with tags and annotations of its own.
          </Notice>
        ) : (
          <ul className="jobs">
            {datasets.map((dataset) => (
              <DatasetCard key={dataset.id} dataset={dataset} mayEdit={mayEdit} now={dataUpdatedAt} />
            ))}
          </ul>
        )}
      </div>
      {making && (
        <NameDialog
          title="New dataset"
          confirm="Make dataset"
          most={60}
          onMake={async (name) => {
            await createDataset(me.organization.id, name);
            await client.invalidateQueries({ queryKey: ['datasets'] });
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </main>
  );
}

function DatasetCard({ dataset, mayEdit, now }: { dataset: Dataset; mayEdit: boolean; now: number }): ReactElement {
  const { data: versions, error, refetch } = useVersions(dataset.id, true);
  const [asking, setAsking] = useState<'version' | 'delete' | null>(null);
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: ['versions', dataset.id] });
  return (
    <li className="job" aria-label={dataset.name}>
      <div className="job__head">
        <h2 className="job__name">{dataset.name}</h2>
        {versions && <span className="muted">{plural(versions.length, 'version')}</span>}
        {mayEdit && (
          <span className="job__actions job__actions--end">
            <Button onClick={() => setAsking('version')}>New version…</Button>
            <Button onClick={() => setAsking('delete')}>Delete…</Button>
          </span>
        )}
      </div>
      {error && <Problem title="The versions cannot be listed" error={error} retry={() => void refetch()} />}
      {versions?.length === 0 && <p className="job__text">No version yet. Make one, then add images of a datalake to it.</p>}
      {versions && versions.length > 0 && (
        <ul className="versions">
          {versions.map((version) => (
            <VersionRow key={version.id} version={version} mayEdit={mayEdit} now={now} onChange={refresh} />
          ))}
        </ul>
      )}
      {asking === 'version' && (
        <NameDialog
          title={`New version of ${dataset.name}`}
          confirm="Make version"
          most={100}
          onMake={async (name) => {
            const version = await createVersion(dataset.id, name);
            await refresh();
            tell(`“${name}” is there.`, { name: 'Open', run: () => go(itemsOf({ kind: 'version', id: version.id })) });
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title={`Delete ${dataset.name}?`}
          confirm="Delete dataset"
          onConfirm={async () => {
            await deleteDataset(dataset.id);
            await client.invalidateQueries({ queryKey: ['datasets'] });
          }}
          onClose={() => setAsking(null)}
        >
          {versions ? plural(versions.length, 'version') : 'All its versions'} with tags and annotations will be deleted. The images stay in the datalake.
        </ConfirmDialog>
      )}
    </li>
  );
}

interface RowProps {
  version: DatasetVersion;
  mayEdit: boolean;
  now: number;
  onChange: () => Promise<void>;
}

function VersionRow({ version, mayEdit, now, onChange }: RowProps): ReactElement {
  const [asking, setAsking] = useState(false);
  const { data: full } = useVersion(version.id);
  return (
    <li className="versions__row">
      <Link to={itemsOf({ kind: 'version', id: version.id })} className="versions__name">
        {version.version}
      </Link>
      <span className="numbers">{full?.asset_count === undefined ? '' : plural(full.asset_count, 'asset')}</span>
      <span className="muted" title={exactTime(version.created_at)}>
        {relativeTime(version.created_at, now)}
      </span>
      {mayEdit && (
        <Button kind="quiet" aria-label={`Delete version ${version.version}`} onClick={() => setAsking(true)}>
          Delete…
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={`Delete version ${version.version}?`}
          confirm="Delete version"
          onConfirm={async () => {
            await deleteVersion(version.id);
            await onChange();
          }}
          onClose={() => setAsking(false)}
        >
          {plural(full?.asset_count ?? 0, 'asset')} with tags and annotations will be deleted. The images stay in the datalake.
        </ConfirmDialog>
      )}
    </li>
  );
}

interface NameProps {
  title: string;
  confirm: string;
  most: number; // characters
  onMake: (name: string) => Promise<void>;
  onClose: () => void;
}

function NameDialog({ title, confirm, most, onMake, onClose }: NameProps): ReactElement {
  const [name, setName] = useState('');
  const wanted = name.trim();
  return (
    <FormDialog title={title} confirm={confirm} ready={wanted !== ''} onConfirm={() => onMake(wanted)} onClose={onClose}>
      <label className="field">
        Name
        <input autoFocus maxLength={most} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
    </FormDialog>
  );
}
