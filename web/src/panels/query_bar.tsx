// The filter as query-language text. What it says becomes a chip; a fault is shown where it lies.
import { useEffect, useImperativeHandle, useRef, useState, type ReactElement, type Ref } from 'react';
import type { Scope } from '../api/scope';

export interface QueryBarHandle {
  focus: () => void;
}

interface Props {
  scope: Scope;
  filter: string;
  onFilter: (text: string) => void;
  ref?: Ref<QueryBarHandle>;
}

export function QueryBar({ scope, filter, onFilter, ref }: Props): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.select() }), []);
  return (
    <form
      className="querybar"
      onSubmit={(event) => {
        event.preventDefault();
        input.current?.blur();
        onFilter(text.trim());
      }}
    >
      <label className="search__text">
        <span className="querybar__sign" aria-hidden="true">
          =
        </span>
        <input
          ref={input}
          type="text"
          name="query"
          aria-label="Filter"
          aria-keyshortcuts="/"
          placeholder={scope.kind === 'datalake' ? 'Filter: tags.name = "night"' : 'Filter: tags.name = "train"'}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
    </form>
  );
}
