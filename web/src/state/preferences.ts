// Choices of this person on this machine: theme, tile size. They are not part of the address.
import { useSyncExternalStore } from 'react';

class Preference<T> {
  private readonly listeners = new Set<() => void>();
  private value: T;

  constructor(
    private readonly key: string,
    fallback: T,
    read: (text: string) => T | null,
  ) {
    this.value = fallback;
    try {
      const stored = localStorage.getItem(key);
      if (stored !== null) this.value = read(stored) ?? fallback;
    } catch {
      // Storage can be forbidden (private windows): the choice then lasts as long as the page.
    }
  }

  get(): T {
    return this.value;
  }

  set(value: T): void {
    this.value = value;
    try {
      localStorage.setItem(this.key, typeof value === 'object' ? JSON.stringify(value) : String(value));
    } catch {
      // As above.
    }
    for (const listener of this.listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export type Theme = 'light' | 'dark';

const systemTheme: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

export const theme = new Preference<Theme>('kindred.theme', systemTheme, (text) => (text === 'light' || text === 'dark' ? text : null));

export const kTileSizes = { least: 72, most: 400, normal: 152, beside: 104 };

export const tileSize = new Preference<number>('kindred.tile', kTileSizes.normal, (text) => {
  const value = Number(text);
  return value >= kTileSizes.least && value <= kTileSizes.most ? value : null;
});

// The first steps were closed and need not be told again.
export const closedSteps = new Preference<boolean>('kindred.steps', false, (text) => text === 'true');

const kMostQueries = 20;

// The texts that the query bar took last, newest first.
export const queryHistory = new Preference<readonly string[]>('kindred.queries', [], parseTexts);

export function rememberQuery(text: string): void {
  queryHistory.set([text, ...queryHistory.get().filter((one) => one !== text)].slice(0, kMostQueries));
}

function parseTexts(text: string): string[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string').slice(0, kMostQueries) : null;
  } catch {
    return null; // something else wrote there
  }
}

export function usePreference<T>(preference: Preference<T>): T {
  return useSyncExternalStore(
    (listener) => preference.subscribe(listener),
    () => preference.get(),
  );
}
