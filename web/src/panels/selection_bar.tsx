// What can be done with the selected items.
import { useId, useState, type ReactElement } from 'react';
import type { Scope } from '../api/scope';
import { count } from '../state/format';
import { useTags } from '../state/queries';
import { Button } from '../widgets/button';

interface Props {
  scope: Scope;
  selected: number;
  total: number;
  canTag: boolean;
  onTag: (name: string) => void;
  onClear: () => void;
}

export function SelectionBar({ scope, selected, total, canTag, onTag, onClear }: Props): ReactElement {
  return (
    <div className="selection" role="group" aria-label="Selection">
      <span className="selection__count">
        <b>{count(selected)}</b> selected of {count(total)}
      </span>
      {canTag && <TagField scope={scope} onTag={onTag} />}
      <Button kind="quiet" keys="Escape" onClick={onClear}>
        Reset selection
      </Button>
    </div>
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
