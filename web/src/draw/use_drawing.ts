// What drawing does to the shapes of one image: made, reshaped, relabelled, accepted, deleted, each of which can be taken back.
import { useRef, useState } from 'react';
import { ApiError } from '../api/client';
import { addShape, changeShapes, deleteShapes, ownAnnotation, reshape, type DrawnGeometry, type Shape, type ShapeStatus } from '../api/shapes';
import { refreshScope } from '../state/queries';
import { tell, tellProblem } from '../state/toasts';
import { History, type Step } from './history';
import type { Outline } from './outline';

export function outlineOf({ type, x, y, w, h, polygon }: Shape): Outline | null {
  if (type === 'RECTANGLE' && x !== undefined && y !== undefined && w !== undefined && h !== undefined) return { kind: 'box', x, y, w, h };
  return type === 'POLYGON' && polygon ? { kind: 'polygon', points: polygon } : null;
}

function geometryOf(outline: Outline): DrawnGeometry {
  if (outline.kind === 'polygon') return { polygon: outline.points.map(([x, y]): [number, number] => [x, y]) };
  return { x: outline.x, y: outline.y, w: outline.w, h: outline.h };
}

export interface Drawing {
  canUndo: boolean;
  canRedo: boolean;
  busy: boolean;
  add: (outline: Outline, label: { id: string; name: string }) => Promise<string | null>; // its id
  change: (shape: Shape, outline: Outline) => Promise<void>;
  relabel: (shape: Shape, label: { id: string; name: string }) => Promise<void>;
  judge: (shape: Shape, status: ShapeStatus) => Promise<void>;
  remove: (shape: Shape) => Promise<void>;
  undo: () => Promise<void>;
  redo: () => Promise<void>;
}

export function useDrawing(version: string, asset: string, username: string): Drawing {
  const history = useRef(new History());
  // A deleted shape that comes back has another id: steps that name the old one mean the new one.
  const renamed = useRef(new Map<string, string>());
  const revisions = useRef(new Map<string, number>());
  const [busy, setBusy] = useState(false);

  const idOf = (id: string): string => {
    const next = renamed.current.get(id);
    return next === undefined ? id : idOf(next);
  };
  const refresh = (): Promise<void> => refreshScope({ kind: 'version', id: version });
  const attempt = async <T,>(failed: string, run: () => Promise<T>): Promise<T | null> => {
    setBusy(true);
    try {
      return await run();
    } catch (error) {
      tellProblem(conflictOf(error) ?? failed, error);
      return null;
    } finally {
      await refresh();
      setBusy(false);
    }
  };
  const know = (shape: Shape): Shape => {
    revisions.current.set(shape.id, shape.revision);
    return shape;
  };
  const put = async ({ id, type }: Shape, outline: Outline): Promise<void> => {
    const now = idOf(id);
    know(await reshape({ id: now, type, revision: revisions.current.get(now) ?? 0 }, geometryOf(outline)));
  };
  const takeOut = async (id: string): Promise<void> => {
    if ((await deleteShapes(version, [idOf(id)])) === 0) throw new ApiError(404, 'It had been deleted by somebody else.');
  };
  const bringBack = async (annotation: string, { id, type, status }: Shape, label: string, outline: Outline): Promise<void> => {
    const made = know(await addShape(annotation, type as 'RECTANGLE' | 'POLYGON', label, geometryOf(outline)));
    if (status !== 'PENDING') await changeShapes(version, [made.id], { status });
    renamed.current.set(idOf(id), made.id);
  };
  const setTo = async (id: string, change: { label_id?: string; status?: ShapeStatus }): Promise<void> => {
    if ((await changeShapes(version, [idOf(id)], change)) === 0) throw new ApiError(404, 'It had been deleted by somebody else.');
  };
  const record = (step: Step): void => history.current.add(step);

  return {
    canUndo: history.current.canUndo,
    canRedo: history.current.canRedo,
    busy,
    add: (outline, label) =>
      attempt('The shape was not added.', async () => {
        const annotation = await ownAnnotation(asset, username);
        const made = know(await addShape(annotation, outline.kind === 'box' ? 'RECTANGLE' : 'POLYGON', label.id, geometryOf(outline)));
        record({ name: 'drawn', undo: () => takeOut(made.id), redo: () => bringBack(annotation, made, label.id, outline) });
        return made.id;
      }),
    change: async (shape, outline) => {
      const before = outlineOf(shape);
      if (before === null) return;
      // What is seen may be older than what was sent last, or newer when somebody else's change came in.
      revisions.current.set(shape.id, Math.max(shape.revision, revisions.current.get(shape.id) ?? 0));
      await attempt('The shape stays where it was.', async () => {
        await put(shape, outline);
        record({ name: 'moved', undo: () => put(shape, before), redo: () => put(shape, outline) });
      });
    },
    relabel: async (shape, label) => {
      await attempt('The shape stays as it was.', async () => {
        await setTo(shape.id, { label_id: label.id });
        const undo = (): Promise<void> => setTo(shape.id, { label_id: shape.label.id, status: shape.status });
        record({ name: 'relabelled', undo, redo: () => setTo(shape.id, { label_id: label.id }) });
        tell(`Relabelled “${label.name}”.`);
      });
    },
    judge: async (shape, status) => {
      await attempt('The shape stays as it was.', async () => {
        await setTo(shape.id, { status });
        record({ name: status.toLowerCase(), undo: () => setTo(shape.id, { status: shape.status }), redo: () => setTo(shape.id, { status }) });
        tell(kDone[status]);
      });
    },
    remove: async (shape) => {
      const outline = outlineOf(shape);
      await attempt('The shape was not deleted.', async () => {
        await takeOut(shape.id);
        if (outline !== null) {
          record({ name: 'deleted', undo: () => bringBack(shape.annotation_id, shape, shape.label.id, outline), redo: () => takeOut(shape.id) });
        }
        tell(`“${shape.label.name}” deleted.`);
      });
    },
    undo: async () => {
      const step = await attempt('It was not taken back.', () => history.current.undo());
      if (step) tell(`Taken back: ${step.name}.`);
    },
    redo: async () => {
      const step = await attempt('It was not done again.', () => history.current.redo());
      if (step) tell(`Done again: ${step.name}.`);
    },
  };
}

const kDone: Record<ShapeStatus, string> = { ACCEPTED: 'Accepted.', REFUSED: 'Refused.', PENDING: 'Pending again.' };

// Somebody else was quicker; what is drawn now is theirs.
function conflictOf(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  if (error.status === 409) return 'Your change was not made.';
  return error.status === 404 ? 'The shape is no longer there.' : null;
}
