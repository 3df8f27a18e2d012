// Pointer and sketch of the drawing board: presses, drags and releases in the image's own pixels become outlines.
import { useState, type PointerEvent, type RefObject } from 'react';
import { boxBetween, movedBy, polygonOf, pulled, sameOutline, type Outline, type Size, type Spot } from './outline';

export type DrawTool = 'choose' | 'box' | 'polygon';

interface Hold {
  shape: string;
  outline: Outline; // when it was taken
  handle: number | null; // null: the whole is moved
  from: Spot;
}

// What is in hand: a box or polygon on its way, or a shape that is moved.
export interface Sketch {
  box: { from: Spot; to: Spot } | null;
  corners: readonly Spot[];
  held: { shape: string; outline: Outline } | null;
}

interface Doings {
  onDrawn: (outline: Outline) => void;
  onChanged: (shape: string, outline: Outline) => void;
  onChoose: (shape: string | null) => void;
}

const kCloses = 10; // px on the screen: a click this near to the first corner closes the polygon
const kDrags = 3; // px on the screen: less is a click

export function usePointer(board: RefObject<SVGSVGElement | null>, size: Size, tool: DrawTool, { onDrawn, onChanged, onChoose }: Doings) {
  const [box, setBox] = useState<Sketch['box']>(null);
  const [corners, setCorners] = useState<readonly Spot[]>([]);
  const [hold, setHold] = useState<Hold | null>(null);
  const [held, setHeld] = useState<Outline | null>(null);

  const spotOf = (event: PointerEvent): Spot => {
    const matrix = board.current?.getScreenCTM();
    if (!matrix) return [0, 0];
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return [x, y];
  };
  const pixels = (length: number): number => length / (board.current?.getScreenCTM()?.a ?? 1);
  const finish = (): boolean => {
    const polygon = polygonOf(corners, size);
    if (polygon === null) return false;
    setCorners([]);
    onDrawn(polygon);
    return true;
  };
  const near = (a: Spot, b: Spot, length: number): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) <= pixels(length);

  return {
    sketch: { box, corners, held: hold && held ? { shape: hold.shape, outline: held } : null } satisfies Sketch,
    finish,
    // One corner back; all of what is in hand with `cancel`. Both tell whether there was anything.
    shorten: (): boolean => {
      setCorners(corners.slice(0, -1));
      return corners.length > 0;
    },
    cancel: (): boolean => {
      const had = box !== null || corners.length > 0 || hold !== null;
      setBox(null);
      setCorners([]);
      setHold(null);
      setHeld(null);
      return had;
    },
    grab: (event: PointerEvent, shape: string, outline: Outline | null, handle: number | null): void => {
      if (tool !== 'choose' || event.button !== 0) return;
      event.stopPropagation();
      onChoose(shape);
      if (outline === null) return;
      board.current?.setPointerCapture(event.pointerId);
      setHold({ shape, outline, handle, from: spotOf(event) });
      setHeld(outline);
    },
    onPointerDown: (event: PointerEvent): void => {
      if (event.button !== 0) return;
      const spot = spotOf(event);
      if (tool === 'choose') onChoose(null);
      if (tool === 'box') {
        board.current?.setPointerCapture(event.pointerId);
        setBox({ from: spot, to: spot });
      }
      if (tool === 'polygon') {
        const [first, last] = [corners[0], corners.at(-1)];
        if (first && corners.length >= 3 && (near(first, spot, kCloses) || (last && near(last, spot, 2)))) finish();
        else setCorners([...corners, spot]);
      }
    },
    onPointerMove: (event: PointerEvent): void => {
      const spot = spotOf(event);
      if (box !== null) setBox({ ...box, to: spot });
      if (hold === null) return;
      const { outline, handle, from } = hold;
      const next = handle === null ? movedBy(outline, spot[0] - from[0], spot[1] - from[1], size) : pulled(outline, handle, spot, size);
      if (next !== null) setHeld(next);
    },
    onPointerUp: (event: PointerEvent): void => {
      if (box !== null) {
        const drawn = near(box.from, spotOf(event), kDrags) ? null : boxBetween(box.from, spotOf(event), size);
        setBox(null);
        if (drawn !== null) onDrawn(drawn);
      }
      if (hold !== null && held !== null) {
        setHold(null);
        setHeld(null);
        if (!sameOutline(held, hold.outline)) onChanged(hold.shape, held);
      }
    },
  };
}
