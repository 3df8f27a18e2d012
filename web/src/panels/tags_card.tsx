// The tags of a Datalake or version: made, renamed, deleted.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Scope } from '../api/scope';
import { createTag, deleteTag, renameTag } from '../api/tags';
import type { Me, Tag } from '../api/types';
import { refreshScope, useTags } from '../state/queries';
import { tellProblem } from '../state/toasts';
import { itemsOf } from '../state/url';
import { Button } from '../widgets/button';
import { ConfirmDialog, FormDialog } from '../widgets/dialog';
import { Link } from '../widgets/link';
import { Problem } from '../widgets/notice';

export function TagsCard({ me, scope }: { me: Me; scope: Scope }): ReactElement {
  const { data: tags, error, refetch } = useTags(scope);
  const [name, setName] = useState('');
  const mayEdit = me.role !== 'VIEWER';
  const add = useMutation({
    mutationFn: (wanted: string) => createTag(scope, wanted),
    onSuccess: () => setName(''),
    onError: (problem) => tellProblem('The tag was not made.', problem),
    onSettled: () => refreshScope(scope),
  });
  if (error && !tags) return <Problem title="The tags cannot be listed" error={error} retry={() => void refetch()} />;
  return (
    <section className="card" aria-label="Tags">
      {tags?.length === 0 && <p className="card__text muted">No tags yet. They are also made when images are tagged.</p>}
      <ul className="rows">
        {tags?.map((tag) => <TagRow key={tag.id} scope={scope} tag={tag} mayEdit={mayEdit} />)}
      </ul>
      {mayEdit && (
        <form
          className="tagfield"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') add.mutate(name.trim());
          }}
        >
          <input aria-label="Name of the new tag" placeholder="New tag" value={name} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" icon="plus" disabled={name.trim() === '' || add.isPending}>
            Make tag
          </Button>
        </form>
      )}
    </section>
  );
}

function TagRow({ scope, tag, mayEdit }: { scope: Scope; tag: Tag; mayEdit: boolean }): ReactElement {
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  const [name, setName] = useState(tag.name);
  const close = (): void => setAsking(null);
  return (
    <li className="rows__one">
      <Link to={{ ...itemsOf(scope), tags: [tag.name] }} className="rows__name">
        {tag.name}
      </Link>
      {mayEdit && (
        <>
          <Button kind="quiet" aria-label={`Rename tag ${tag.name}`} onClick={() => setAsking('rename')}>
            Rename…
          </Button>
          <Button kind="quiet" aria-label={`Delete tag ${tag.name}`} onClick={() => setAsking('delete')}>
            Delete…
          </Button>
        </>
      )}
      {asking === 'rename' && (
        <FormDialog
          title={`Rename ${tag.name}`}
          confirm="Rename"
          ready={name.trim() !== '' && name.trim() !== tag.name}
          onConfirm={async () => {
            await renameTag(tag.id, name.trim());
            await refreshScope(scope);
          }}
          onClose={close}
        >
          <label className="field">
            Name
            <input autoFocus value={name} onChange={(event) => setName(event.target.value)} />
          </label>
        </FormDialog>
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title={`Delete the tag “${tag.name}”?`}
          confirm="Delete tag"
          onConfirm={async () => {
            await deleteTag(tag.id);
            await refreshScope(scope);
          }}
          onClose={close}
        >
          It is taken off every image here that has it. The images stay.
        </ConfirmDialog>
      )}
    </li>
  );
}
