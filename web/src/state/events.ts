// The server's events: jobs as they change, and whether the server is there at all. The browser's EventSource connects again by itself;
// what was missed meanwhile is asked for when it has.
import { useSyncExternalStore } from 'react';
import type { Job } from '../api/types';

export type Connection = 'connecting' | 'open' | 'lost';

export interface EventListener {
  onJob: (job: Job) => void;
  onReconnect: () => void;
}

let connection: Connection = 'connecting';
const listeners = new Set<() => void>();

function setConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
}

// Browsers retry after a fault of the network, but give up on an answer that is not a stream (a proxy's 502 while the server restarts).
const kRetry = 2_000; // ms
const kPatience = 1_500; // ms: a stream that is back by then was never lost to anybody

// Listens until the returned function is called.
export function watchEvents({ onJob, onReconnect }: EventListener): () => void {
  let source: EventSource | null = null;
  let timer: number | undefined;
  let alarm: number | undefined;
  let wasLost = false;
  const open = (): void => {
    source = new EventSource('/api/events');
    source.addEventListener('open', () => {
      window.clearTimeout(alarm);
      setConnection('open');
      if (wasLost) onReconnect();
      wasLost = false;
    });
    source.addEventListener('job', (event: MessageEvent<string>) => onJob(JSON.parse(event.data) as Job));
    source.addEventListener('error', () => {
      if (!wasLost) alarm = window.setTimeout(() => setConnection('lost'), kPatience);
      wasLost = true;
      if (source?.readyState !== EventSource.CLOSED) return;
      // A session that has ended is told by the requests that onReconnect makes.
      onReconnect();
      timer = window.setTimeout(open, kRetry);
    });
  };
  open();
  // Leaving for another page ends the stream; that is no fault to show.
  const leave = (): void => source?.close();
  window.addEventListener('pagehide', leave);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.clearTimeout(timer);
    window.clearTimeout(alarm);
    source?.close();
  };
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}
