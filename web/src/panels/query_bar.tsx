// The filter as query-language text, with suggestions for what may come next. A fault is shown where it lies; what the text means when
// `and` and `or` are mixed is shown with brackets.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement, type Ref } from 'react';
import { complete, faultOf, type QueryFault, type Suggestion } from '../api/query';
import type { Listed } from '../api/scope';
import { listKey } from '../state/queries';
import { queryHistory, rememberQuery, usePreference } from '../state/preferences';
import { grouped } from '../state/query_grouping';
import { useDebounced } from '../state/debounced';

export interface QueryBarHandle {
  focus: () => void;
}

interface Props {
  scope: Listed;
  filter: string;
  onFilter: (text: string) => void;
  ref?: Ref<QueryBarHandle>;
}

const kPause = 120; // ms of no typing before anything is asked
const kMostShown = 12;

const kExamples = {
  datalake: 'Filter: tags.name = "night" and width >= 640',
  version: 'Filter: tags.name = "train" and data.width >= 640',
  shapes: 'Filter: label.name = "car" and area >= 1000',
};

export function QueryBar({ scope, filter, onFilter, ref }: Props): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter);
  const [place, setPlace] = useState(filter.length);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [fault, setFault] = useState<QueryFault | null>(null);
  const list = useId();
  // Where the caret goes once React has put the text there: before the next key, or what is typed on would land elsewhere.
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  useEffect(() => {
    setText(filter);
    setFault(null);
  }, [filter]);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.select() }), []);

  const asked = useDebounced(JSON.stringify([text, place]), kPause);
  const { data } = useQuery({
    queryKey: [...listKey(scope), 'complete', asked],
    queryFn: ({ signal }) => complete(scope, ...(JSON.parse(asked) as [string, number]), signal),
    enabled: open,
    retry: false,
  });
  const fresh = asked === JSON.stringify([text, place]);
  const history = usePreference(queryHistory);
  const recent = text.trim() === '' ? history.map((one): Suggestion => ({ kind: 'HISTORY', text: one, note: 'used before' })) : [];
  const shown = open ? [...recent, ...(fresh ? (data?.suggestions ?? []) : [])].slice(0, kMostShown) : [];
  useEffect(() => setChosen(-1), [asked]);

  const take = (suggestion: Suggestion): void => {
    if (suggestion.kind === 'HISTORY') {
      setText(suggestion.text);
      setPlace(suggestion.text.length);
      return;
    }
    if (data === undefined) return;
    const put = `${suggestion.text} `;
    setText(text.slice(0, data.begin) + put + text.slice(data.end).trimStart());
    caret.current = data.begin + put.length;
    setPlace(caret.current);
    setFault(null);
  };
  const submit = async (): Promise<void> => {
    const wanted = text.trim();
    setOpen(false);
    const wrong = wanted === '' ? null : await faultOf(scope, wanted).catch(() => null);
    setFault(wrong);
    if (wrong !== null) return input.current?.focus();
    input.current?.blur();
    if (wanted !== '') rememberQuery(wanted);
    onFilter(wanted);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' && shown.length > 0) setChosen((chosen + 1) % shown.length);
    else if (event.key === 'ArrowUp' && shown.length > 0) setChosen((chosen <= 0 ? shown.length : chosen) - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && shown[chosen] !== undefined) take(shown[chosen]);
    else if (event.key === 'Escape' && open) setOpen(false); // also while suggestions are on their way
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const brackets = grouped(text);
  return (
    <form
      className="querybar"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <div className="search__text">
        <span className="querybar__sign" aria-hidden="true">
          =
        </span>
        <input
          ref={input}
          type="text"
          name="query"
          role="combobox"
          aria-label="Filter"
          aria-keyshortcuts="/"
          aria-autocomplete="list"
          aria-expanded={shown.length > 0}
          aria-controls={list}
          aria-invalid={fault !== null}
          {...(shown[chosen] !== undefined ? { 'aria-activedescendant': `${list}-${chosen}` } : {})}
          placeholder={scope.of === 'shapes' ? kExamples.shapes : kExamples[scope.kind]}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPlace(event.target.selectionStart ?? event.target.value.length);
            setFault(null);
            setOpen(true);
          }}
          onSelect={(event) => setPlace(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => setOpen(true)}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden="true">/</kbd>
        <ul id={list} className="suggestions" role="listbox" aria-label="Suggestions" hidden={shown.length === 0}>
          {shown.map((suggestion, index) => (
            <li
              key={`${suggestion.kind} ${suggestion.text}`}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="suggestions__one"
              // The input keeps the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                take(suggestion);
              }}
            >
              <code>{suggestion.text}</code>
              <span className="muted">{suggestion.note}</span>
            </li>
          ))}
        </ul>
        {fault !== null && (
          <div className="queryfault" role="alert">
            {fault.column !== null && <pre className="queryfault__text">{`${text.trim()}\n${' '.repeat(Math.max(0, fault.column - 1))}^`}</pre>}
            {fault.message}
          </div>
        )}
        {fault === null && brackets !== null && shown.length === 0 && text.trim() !== filter && (
          <div className="queryfault queryfault--note">
            Read as <code>{brackets}</code>
          </div>
        )}
      </div>
    </form>
  );
}
