// Searching with a picture from outside: chosen, dropped on the search, or pasted anywhere on the page.
import { useEffect, useRef, useState } from 'react';
import { addQueryImage } from '../api/query_images';
import { tellProblem } from '../state/toasts';

export interface PictureSearch {
  busy: boolean;
  search: (picture: File) => void;
}

// The first picture of what was dropped or pasted.
export function pictureOf(transfer: DataTransfer | null): File | null {
  return [...(transfer?.files ?? [])].find((file) => file.type.startsWith('image/')) ?? null;
}

export function usePictureSearch(onFound: (id: string) => void): PictureSearch {
  const [busy, setBusy] = useState(false);
  const search = (picture: File): void => {
    setBusy(true);
    addQueryImage(picture)
      .then(onFound, (error: unknown) => tellProblem(`“${picture.name}” cannot be searched with.`, error))
      .finally(() => setBusy(false));
  };
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const picture = pictureOf(event.clipboardData);
      if (picture === null || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      latest.current(picture);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
  return { busy, search };
}
