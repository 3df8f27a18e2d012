// Text to image, Find similar and a picture from outside, with how many to show. What they found is a chip in the row below.
import { useEffect, useImperativeHandle, useRef, useState, type ReactElement, type Ref } from 'react';
import { pictureOf, type PictureSearch } from '../actions/use_picture_search';
import { kMaxLimit, type VisualQuery } from '../api/filter';
import { clampLimit, kMostExamples } from '../state/url';
import { Button } from '../widgets/button';
import { Icon } from '../widgets/icons';

export interface SearchBarHandle {
  focus: () => void;
}

interface Props {
  query: VisualQuery | null;
  limit: number;
  onLimit: (limit: number) => void;
  onText: (text: string) => void;
  onSimilar: () => void;
  pictures: PictureSearch;
  noun: string; // of what is searched
  examples: number; // selected items to search by
  ref?: Ref<SearchBarHandle>;
}

export function SearchBar({ query, limit, onLimit, onText, onSimilar, pictures, noun, examples, ref }: Props): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const shown = query?.kind === 'text' ? query.text : '';
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.select() }), []);
  const prompt = text.trim();
  return (
    <form
      className="search"
      role="search"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.stopPropagation(); // this drop is no upload
      }}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const picture = pictureOf(event.dataTransfer);
        if (picture !== null) pictures.search(picture);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (prompt === '') return;
        input.current?.blur();
        onText(prompt);
      }}
    >
      <label className="search__text">
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          name="prompt"
          aria-label={`Text to ${noun}`}
          aria-keyshortcuts="t"
          placeholder={`Text to ${noun}: describe what to find`}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <kbd aria-hidden="true">t</kbd>
      </label>
      <Button type="submit" disabled={prompt === ''}>
        Search
      </Button>
      <PictureButton pictures={pictures} />
      <LimitField limit={limit} onLimit={onLimit} />
      <Button
        kind="primary"
        icon="similar"
        keys="s"
        disabled={examples === 0 || examples > kMostExamples}
        onClick={onSimilar}
        {...(examples === 0 ? { title: `Select ${noun === 'image' ? 'an' : 'a'} ${noun} first` } : examples > kMostExamples ? { title: `Select at most ${kMostExamples} ${noun}s` } : {})}
      >
        Find similar
      </Button>
    </form>
  );
}

function PictureButton({ pictures }: { pictures: PictureSearch }): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const picture = event.target.files?.[0];
          if (picture !== undefined) pictures.search(picture);
          event.target.value = '';
        }}
      />
      <Button icon="image" label="Search with a picture of yours: choose, drop or paste it" disabled={pictures.busy} onClick={() => input.current?.click()} />
    </>
  );
}

// Takes effect when it is left or Enter is pressed, so that typing 200 does not search for 2 and 20 first.
function LimitField({ limit, onLimit }: { limit: number; onLimit: (limit: number) => void }): ReactElement {
  const [text, setText] = useState(String(limit));
  useEffect(() => setText(String(limit)), [limit]);
  const apply = (): void => {
    const value = text.trim() === '' ? limit : clampLimit(Number(text));
    setText(String(value));
    if (value !== limit) onLimit(value);
  };
  return (
    <label className="search__limit">
      How many
      <input
        type="number"
        name="limit"
        min={1}
        max={kMaxLimit}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          apply();
        }}
      />
    </label>
  );
}
