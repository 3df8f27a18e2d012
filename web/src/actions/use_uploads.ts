// A queue of files on their way into a Datalake: a few at a time, each on its own; one that fails does not stop the others.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Scope } from '../api/scope';
import type { Me } from '../api/types';
import { uploadFile } from '../api/upload';
import { refreshScope, useDatalakes } from '../state/queries';
import { sentence, tellProblem } from '../state/toasts';

const kAtOnce = 4;

export interface Uploads {
  total: number;
  done: number;
  failed: readonly { name: string; reason: string }[];
  add: (files: File[]) => void;
  close: () => void;
}

interface Counts {
  total: number;
  done: number;
  failed: readonly { name: string; reason: string }[];
}

const kNone: Counts = { total: 0, done: 0, failed: [] };

export function useUploads(me: Me, scope: Scope): Uploads {
  const [counts, setCounts] = useState<Counts>(kNone);
  const queue = useRef<File[]>([]);
  const running = useRef(0);
  const abort = useRef(new AbortController());
  const { data: lakes } = useDatalakes(me.organization.id);
  const lake = lakes?.find((one) => scope.kind === 'datalake' && one.id === scope.id);

  // Leaving the Datalake ends what is still waiting for it.
  useEffect(() => {
    const controller = new AbortController();
    abort.current = controller;
    return () => {
      controller.abort();
      queue.current = [];
      setCounts(kNone);
    };
  }, [scope.kind, scope.id]);

  const add = useCallback(
    (files: File[]) => {
      if (lake === undefined) {
        tellProblem('Nothing was uploaded.', new Error('The datalake is not known yet; try again in a moment.'));
        return;
      }
      const { signal } = abort.current;
      const one = async (file: File): Promise<void> => {
        const reason = await reasonOfFailure(() => uploadFile(me.organization.id, lake, file, signal), file);
        if (signal.aborted) return;
        setCounts((now) =>
          reason === null ? { ...now, done: now.done + 1 } : { ...now, failed: [...now.failed, { name: file.name, reason }] },
        );
      };
      const work = async (): Promise<void> => {
        ++running.current;
        for (let file = queue.current.shift(); file !== undefined && !signal.aborted; file = queue.current.shift()) await one(file);
        --running.current;
        if (running.current === 0) await refreshScope({ kind: 'datalake', id: lake.id });
      };
      queue.current.push(...files);
      setCounts((now) => ({ ...now, total: now.total + files.length }));
      for (let free = Math.min(files.length, kAtOnce - running.current); free > 0; --free) void work();
    },
    [lake, me.organization.id],
  );
  const close = useCallback(() => setCounts(kNone), []);
  return { ...counts, add, close };
}

async function reasonOfFailure(upload: () => Promise<unknown>, file: File): Promise<string | null> {
  if (file.size === 0) return 'The file is empty.';
  try {
    await upload();
    return null;
  } catch (error) {
    return sentence(error);
  }
}
