// Which version the selected items go into: a new one, or one that is there.
import { useState, type ReactElement } from 'react';
import type { Scope } from '../api/scope';
import type { DatasetVersion, Me } from '../api/types';
import { createVersion } from '../api/versions';
import { plural } from '../state/format';
import { useDatasets, useVersions } from '../state/queries';
import { FormDialog } from '../widgets/dialog';

interface NewProps {
  parent: DatasetVersion;
  selected: number;
  onMake: (name: string, withTags: boolean) => Promise<void>;
  onClose: () => void;
}

export function NewVersionDialog({ parent, selected, onMake, onClose }: NewProps): ReactElement {
  const [name, setName] = useState('');
  const [withTags, setWithTags] = useState(true);
  return (
    <FormDialog title={`New version of ${parent.origin_name}`} confirm="Make version" ready={name.trim() !== ''} onConfirm={() => onMake(name.trim(), withTags)} onClose={onClose}>
      <div className="fields">
        <p>
          {plural(selected, 'selected asset')} of {parent.version} will be copied. {parent.version} stays as it is.
        </p>
        <label className="field">
          Name
          <input autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="check">
          <input type="checkbox" checked={withTags} onChange={(event) => setWithTags(event.target.checked)} />
          Copy their tags
        </label>
      </div>
    </FormDialog>
  );
}

interface AddProps {
  me: Me;
  scope: Scope;
  selected: number;
  within: string | null; // assets can only go to versions of this dataset
  onAdd: (version: { id: string; name: string }) => Promise<void>;
  onClose: () => void;
}

const kNew = 'new';

export function AddToVersionDialog({ me, scope, selected, within, onAdd, onClose }: AddProps): ReactElement {
  const { data: datasets } = useDatasets(me.organization.id);
  const [chosen, setDataset] = useState('');
  const dataset = within ?? (chosen === '' ? (datasets?.[0]?.id ?? '') : chosen);
  const { data: versions } = useVersions(dataset, dataset !== '');
  const others = versions?.filter((one) => one.id !== scope.id) ?? [];
  const [version, setVersion] = useState('');
  const into = version === '' ? (others[0]?.id ?? kNew) : version;
  const [name, setName] = useState('');
  const add = async (): Promise<void> => {
    const known = others.find((one) => one.id === into);
    if (known) return onAdd({ id: known.id, name: known.version });
    const made = await createVersion(dataset, name.trim());
    return onAdd({ id: made.id, name: made.version });
  };
  return (
    <FormDialog title={`Add ${plural(selected, 'image')} to a version`} confirm="Add" ready={dataset !== '' && (into !== kNew || name.trim() !== '')} onConfirm={add} onClose={onClose}>
      {datasets?.length === 0 ? (
        <p>There is no dataset yet. Make one on the Datasets page first.</p>
      ) : (
        <div className="fields">
          {within === null && (
            <label className="field">
              Dataset
              <select
                value={dataset}
                onChange={(event) => {
                  setDataset(event.target.value);
                  setVersion('');
                }}
              >
                {datasets?.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label className="field">
            Version
            <select value={into} onChange={(event) => setVersion(event.target.value)}>
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.version}
                </option>
              ))}
              <option value={kNew}>New version…</option>
            </select>
          </label>
          {into === kNew && (
            <label className="field">
              Name of the new version
              <input maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
            </label>
          )}
          <p>Images that are there already are not added twice.</p>
        </div>
      )}
    </FormDialog>
  );
}
