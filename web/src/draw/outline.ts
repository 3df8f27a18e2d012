// The outline of a shape while it is drawn, moved and resized: pure geometry in the image's own pixels, whole numbers as the server keeps
// them. A box's handles are its eight corners and middles, a polygon's its corners.

export interface Box {
  kind: 'box';
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Polygon {
  kind: 'polygon';
  points: readonly Spot[];
}

export type Outline = Box | Polygon;
export type Spot = readonly [number, number];

export interface Size {
  width: number;
  height: number;
}

// As between two opposite corners, within the image; null when nothing of it would be left.
export function boxBetween([x0, y0]: Spot, [x1, y1]: Spot, { width, height }: Size): Box | null {
  const [left, right] = [clamp(Math.min(x0, x1), 0, width), clamp(Math.max(x0, x1), 0, width)];
  const [top, bottom] = [clamp(Math.min(y0, y1), 0, height), clamp(Math.max(y0, y1), 0, height)];
  const box: Box = { kind: 'box', x: Math.round(left), y: Math.round(top), w: Math.round(right) - Math.round(left), h: Math.round(bottom) - Math.round(top) };
  return box.w > 0 && box.h > 0 ? box : null;
}

// Null with fewer than three different corners, or with none of them beside the line through the others.
export function polygonOf(spots: readonly Spot[], size: Size): Polygon | null {
  const points: Spot[] = [];
  for (const [x, y] of spots) {
    const spot: Spot = [Math.round(clamp(x, 0, size.width)), Math.round(clamp(y, 0, size.height))];
    const last = points.at(-1);
    if (last === undefined || last[0] !== spot[0] || last[1] !== spot[1]) points.push(spot);
  }
  return points.length >= 3 && area(points) > 0 ? { kind: 'polygon', points } : null;
}

function area(points: readonly Spot[]): number {
  let twice = 0;
  points.forEach(([x, y], at) => {
    const [nx, ny] = points[(at + 1) % points.length]!;
    twice += x * ny - nx * y;
  });
  return Math.abs(twice) / 2;
}

// Moved as far as the image allows. What reached beyond it before is not pulled in, but goes no further out.
export function movedBy(outline: Outline, dx: number, dy: number, size: Size): Outline {
  const spots = cornersOf(outline);
  const [left, right] = [Math.min(...spots.map(([x]) => x)), Math.max(...spots.map(([x]) => x))];
  const [top, bottom] = [Math.min(...spots.map(([, y]) => y)), Math.max(...spots.map(([, y]) => y))];
  const mx = Math.round(clamp(dx, Math.min(0, -left), Math.max(0, size.width - right)));
  const my = Math.round(clamp(dy, Math.min(0, -top), Math.max(0, size.height - bottom)));
  if (outline.kind === 'box') return { ...outline, x: outline.x + mx, y: outline.y + my };
  return { kind: 'polygon', points: outline.points.map(([x, y]): Spot => [x + mx, y + my]) };
}

const kSides: readonly (readonly [number, number])[] = [[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]];

export function handlesOf(outline: Outline): Spot[] {
  if (outline.kind === 'polygon') return [...outline.points];
  const { x, y, w, h } = outline;
  return kSides.map(([sx, sy]): Spot => [x + (w * (sx + 1)) / 2, y + (h * (sy + 1)) / 2]);
}

// With one handle pulled to a place. A box may be turned inside out, and stays a box; null when nothing would be left of it.
export function pulled(outline: Outline, handle: number, to: Spot, size: Size): Outline | null {
  if (outline.kind === 'polygon') return polygonOf(outline.points.map((spot, at) => (at === handle ? to : spot)), size);
  const [sx, sy] = kSides[handle] ?? [0, 0];
  const { x, y, w, h } = outline;
  const edge = (side: number, low: number, high: number, place: number): [number, number] => (side < 0 ? [place, high] : side > 0 ? [low, place] : [low, high]);
  const [x0, x1] = edge(sx, x, x + w, to[0]);
  const [y0, y1] = edge(sy, y, y + h, to[1]);
  return boxBetween([x0, y0], [x1, y1], size);
}

// For the keys: the right and lower edge go out or in.
export function grownBy(outline: Outline, dw: number, dh: number, size: Size): Outline | null {
  if (outline.kind === 'polygon') return outline;
  const { x, y, w, h } = outline;
  return boxBetween([x, y], [Math.max(x, x + w + dw), Math.max(y, y + h + dh)], size);
}

export function cornersOf(outline: Outline): readonly Spot[] {
  if (outline.kind === 'polygon') return outline.points;
  const { x, y, w, h } = outline;
  return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
}

export function sameOutline(a: Outline, b: Outline): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
