// Short notes at the foot of the page: what was done (with a way to undo it) and what failed.
import { useSyncExternalStore } from 'react';
import { ApiError } from '../api/client';

export interface Toast {
  id: number;
  kind: 'done' | 'problem';
  text: string;
  action: { name: string; run: () => void } | null;
}

const kDoneStays = 6_000; // ms; a problem stays until it is closed

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function dismiss(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function tell(text: string, action: Toast['action'] = null): void {
  const id = nextId++;
  publish([...toasts.slice(-3), { id, kind: 'done', text, action }]);
  window.setTimeout(() => dismiss(id), kDoneStays);
}

export function tellProblem(what: string, error: unknown): void {
  publish([...toasts.slice(-3), { id: nextId++, kind: 'problem', text: `${what} ${sentence(error)}`, action: null }]);
}

export function sentence(error: unknown): string {
  if (error instanceof ApiError) return error.detail === null ? error.message : `${error.message} (${error.detail})`;
  return error instanceof Error ? error.message : String(error);
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
