// The shape that is being drawn with a tool, from the first press to the last. Knows nothing of canvases: it is told places on the screen
// and the view they are meant in, and says what came of them.
import { toMap, toScreen, type View } from './camera';
import type { Sketch } from './overlay';
import { simplified, type Shape } from './region';

export type Tool = 'pan' | 'polygon' | 'freehand' | 'rectangle' | 'cluster';

const kCloses = 10; // px: a click this near to the first corner closes the polygon
const kMoves = 4; // px: less is a click, not a drag
const kTolerance = 1.2; // px: how far a freehand line may be from what was drawn

export class Sketcher {
  private tool: Tool = 'pan';
  private corners: number[] = []; // on the map
  private from: [number, number] | null = null; // px, where a drag began
  private pointer: [number, number] | null = null; // px

  setTool(tool: Tool): void {
    if (tool !== this.tool) this.cancel();
    this.tool = tool;
  }

  get isDrawing(): boolean {
    return this.corners.length > 0;
  }

  // True when something was thrown away.
  cancel(): boolean {
    const was = this.isDrawing;
    this.corners = [];
    this.from = null;
    this.pointer = null;
    return was;
  }

  // Takes the last corner of a polygon back.
  takeBack(): boolean {
    if (this.tool !== 'polygon' || !this.isDrawing) return false;
    this.corners.length -= 2;
    return true;
  }

  press(view: View, px: number, py: number): Shape | null {
    if (this.tool === 'polygon') return this.addCorner(view, px, py);
    this.from = [px, py];
    this.corners = this.tool === 'freehand' || this.tool === 'rectangle' ? [...toMap(view, px, py)] : [];
    return null;
  }

  move(view: View, px: number, py: number): void {
    this.pointer = [px, py];
    if (this.from === null) return;
    const [x, y] = toMap(view, px, py);
    if (this.tool === 'freehand') this.corners.push(x, y);
    if (this.tool === 'rectangle') this.corners = rectangleCorners(this.corners[0]!, this.corners[1]!, x, y);
  }

  release(view: View, px: number, py: number): Shape | null {
    const { from, corners, tool } = this;
    if (tool === 'polygon') return null;
    this.cancel();
    if (from === null) return null;
    // A freehand line ends near where it began; a rectangle must not.
    if (tool === 'freehand') return polygonOf(simplified(corners, kTolerance / view.scale));
    if (tool !== 'rectangle' || Math.hypot(px - from[0], py - from[1]) < kMoves) return null;
    const [x0, y0] = toMap(view, from[0], from[1]);
    const [x1, y1] = toMap(view, px, py);
    return { kind: 'rectangle', minX: Math.min(x0, x1), minY: Math.min(y0, y1), maxX: Math.max(x0, x1), maxY: Math.max(y0, y1) };
  }

  // Ends a polygon where it is (Enter, double click).
  finish(): Shape | null {
    if (this.tool !== 'polygon') return null;
    const shape = polygonOf(this.corners);
    if (shape !== null) this.cancel();
    return shape;
  }

  sketch(removes: boolean): Sketch | null {
    if (!this.isDrawing) return null;
    const open = this.tool === 'polygon';
    return { corners: this.corners, closed: !open, pointer: open ? this.pointer : null, removes };
  }

  private addCorner(view: View, px: number, py: number): Shape | null {
    this.pointer = [px, py];
    if (this.corners.length >= 6) {
      const [fx, fy] = toScreen(view, this.corners[0]!, this.corners[1]!);
      if (Math.hypot(px - fx, py - fy) <= kCloses) return this.finish();
    }
    // The second click of a double click lies where the first did.
    if (this.corners.length >= 2) {
      const [lx, ly] = toScreen(view, this.corners.at(-2)!, this.corners.at(-1)!);
      if (Math.hypot(px - lx, py - ly) < 2) return this.finish();
    }
    this.corners.push(...toMap(view, px, py));
    return null;
  }
}

function polygonOf(corners: readonly number[]): Shape | null {
  return corners.length >= 6 ? { kind: 'polygon', corners: [...corners] } : null;
}

function rectangleCorners(x0: number, y0: number, x1: number, y1: number): number[] {
  return [x0, y0, x1, y0, x1, y1, x0, y1];
}
