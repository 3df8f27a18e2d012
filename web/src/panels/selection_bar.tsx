// What can be done with the selected items, or with everything that matches.
import { useId, useState, type ReactElement } from 'react';
import { addToVersion, chosen, forkChosen, removeChosen, tagChosen, type Chosen } from '../actions/bulk';
import type { Listed, Scope } from '../api/scope';
import type { Me } from '../api/types';
import { plural } from '../state/format';
import type { ItemSource } from '../state/item_source';
import { useTags, useVersion } from '../state/queries';
import { selectedCount } from '../state/selection';
import { tellProblem } from '../state/toasts';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';
import { SelectionFrame, type SelectionFrameProps } from './selection_frame';
import { AddToVersionDialog, NewVersionDialog } from './version_dialogs';

interface Props extends SelectionFrameProps {
  me: Me;
  scope: Listed;
  source: ItemSource;
}

type Asking = 'version' | 'add' | 'remove' | null;

export function SelectionBar({ me, scope, source, ...frame }: Props): ReactElement {
  const [asking, setAsking] = useState<Asking>(null);
  const { data: version } = useVersion(scope.kind === 'version' ? scope.id : null);
  const { total, selection, onClear } = frame;
  const selected = selectedCount(selection, total);
  const what = (): Promise<Chosen> => chosen(source, selection, total);
  const tag = (name: string): void => {
    what().then(
      (them) => tagChosen(scope, them, name),
      (error: unknown) => tellProblem(`“${name}” could not be attached.`, error),
    );
  };
  return (
    <SelectionFrame
      {...frame}
      dialogs={
        <>
          {asking === 'version' && version && (
            <NewVersionDialog
              parent={version}
              selected={selected}
              onMake={async (name, withTags) => forkChosen(version, name, await what(), withTags)}
              onClose={() => setAsking(null)}
            />
          )}
          {asking === 'add' && (
            <AddToVersionDialog
              me={me}
              scope={scope}
              selected={selected}
              within={version?.origin_id ?? null}
              onAdd={async (into) => addToVersion(scope, source, await what(), into)}
              onClose={() => setAsking(null)}
            />
          )}
          {asking === 'remove' && (
            <ConfirmDialog
              title={`Remove ${plural(selected, 'image')}?`}
              confirm={`Remove ${plural(selected, 'image')}`}
              onConfirm={async () => {
                await removeChosen(scope, await what());
                onClear();
              }}
              onClose={() => setAsking(null)}
            >
              {scope.kind === 'version'
                ? 'They leave this version, with their tags and annotations in it. The images stay in the datalake, and other versions stay as they are.'
                : 'They are deleted from this datalake and from every version that holds them, with tags, annotations and embeddings. This cannot be undone.'}
            </ConfirmDialog>
          )}
        </>
      }
    >
      {me.role !== 'VIEWER' && (
        <>
          <TagField scope={scope} onTag={tag} />
          {version && <Button onClick={() => setAsking('version')}>New version…</Button>}
          <Button onClick={() => setAsking('add')}>Add to version…</Button>
          <Button onClick={() => setAsking('remove')}>Remove…</Button>
        </>
      )}
    </SelectionFrame>
  );
}

export function TagField({ scope, onTag }: { scope: Scope; onTag: (name: string) => void }): ReactElement {
  const [name, setName] = useState('');
  const list = useId();
  const { data: tags } = useTags(scope);
  const wanted = name.trim();
  return (
    <form
      className="tagfield"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === '') return;
        onTag(wanted);
        setName('');
      }}
    >
      <input aria-label="Tag" placeholder="Tag…" list={list} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      <datalist id={list}>
        {tags?.map((tag) => <option key={tag.id} value={tag.name} />)}
      </datalist>
      <Button type="submit" icon="tag" disabled={wanted === ''}>
        Tag
      </Button>
    </form>
  );
}
