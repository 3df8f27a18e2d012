// Parts of a map and what lies in them, by the same rule as the server's, so that what is highlighted is what is selected:
//
//   rectangle  minX <= x <= maxX and minY <= y <= maxY: its sides belong to it.
//   groups     the point's group is one of them.
//   polygon    even-odd: an odd number of its edges lie to the right of the point. An edge from (x0, y0) up to (x1, y1), y0 < y1, lies to
//              the right of (x, y) when y0 <= y < y1 and (x - x0) * (y1 - y0) < (x1 - x0) * (y - y0). Level edges count for nothing.
import type { Bounds, PointColumns } from './point_set';

export interface Rectangle extends Bounds {
  kind: 'rectangle';
}

export interface Polygon {
  kind: 'polygon';
  corners: readonly number[]; // x0, y0, x1, y1, …; the last corner is joined to the first
}

export interface Groups {
  kind: 'groups';
  groups: readonly number[];
}

export type Shape = Rectangle | Polygon | Groups;

// What a gesture did with its shape. A region is the gestures in their order; the last `replace` begins it.
export interface Gesture {
  how: 'replace' | 'add' | 'remove';
  shape: Shape;
}

export type Region = readonly Gesture[];

// The region after one more gesture. What a `replace` makes void is dropped, so that a region stays short.
export function extended(region: Region, gesture: Gesture): Region {
  if (gesture.how === 'replace') return [{ ...gesture, how: 'add' }];
  if (gesture.how === 'remove' && region.length === 0) return region;
  return [...region, gesture];
}

// 1 for each point in the region, 0 for the others. Points that `hidden` marks are never in it.
export function pointsIn(points: PointColumns, region: Region, hidden: Uint8Array | null = null): Uint8Array {
  const mask = new Uint8Array(points.x.length);
  for (const { how, shape } of region) mark(points, shape, mask, how === 'remove' ? 0 : 1);
  if (hidden !== null) for (let index = 0; index < mask.length; ++index) if (hidden[index] === 1) mask[index] = 0;
  return mask;
}

function mark(points: PointColumns, shape: Shape, mask: Uint8Array, value: 0 | 1): void {
  switch (shape.kind) {
    case 'rectangle':
      return markRectangle(points, shape, mask, value);
    case 'polygon':
      return markPolygon(points, shape.corners, mask, value);
    case 'groups':
      return markGroups(points, shape.groups, mask, value);
  }
}

function markRectangle({ x, y }: PointColumns, { minX, minY, maxX, maxY }: Bounds, mask: Uint8Array, value: 0 | 1): void {
  for (let index = 0; index < x.length; ++index) {
    const px = x[index]!;
    const py = y[index]!;
    if (px >= minX && px <= maxX && py >= minY && py <= maxY) mask[index] = value;
  }
}

function markGroups({ group }: PointColumns, groups: readonly number[], mask: Uint8Array, value: 0 | 1): void {
  const wanted = new Set(groups);
  for (let index = 0; index < group.length; ++index) if (wanted.has(group[index]!)) mask[index] = value;
}

const kMostSlabs = 2_048;

// Only edges that pass the point's height matter. The polygon's height is cut into slabs that know which edges pass through them, so that
// a point is held against a few edges, not against all of a freehand line's.
function markPolygon({ x, y }: PointColumns, corners: readonly number[], mask: Uint8Array, value: 0 | 1): void {
  if (corners.length < 6) return;
  const box = cornerBounds(corners);
  const slabs = Math.max(1, Math.min(kMostSlabs, corners.length));
  const perUnit = box.maxY > box.minY ? slabs / (box.maxY - box.minY) : 0;
  const slabOf = (height: number): number => Math.min(slabs - 1, Math.floor((height - box.minY) * perUnit));
  const edges: number[][] = Array.from({ length: slabs }, () => []);
  eachEdge(corners, (x0, y0, x1, y1) => {
    for (let slab = slabOf(y0); slab <= slabOf(y1); ++slab) edges[slab]!.push(x0, y0, x1 - x0, y1 - y0, y1);
  });
  const packed = edges.map((list) => Float64Array.from(list));
  for (let index = 0; index < x.length; ++index) {
    const py = y[index]!;
    if (!(py >= box.minY && py < box.maxY)) continue;
    const px = x[index]!;
    if (!(px >= box.minX && px <= box.maxX)) continue;
    if (isInside(packed[slabOf(py)]!, px, py)) mask[index] = value;
  }
}

function isInside(edges: Float64Array, px: number, py: number): boolean {
  let inside = false;
  for (let at = 0; at < edges.length; at += 5) {
    const y0 = edges[at + 1]!;
    if (y0 <= py && py < edges[at + 4]! && (px - edges[at]!) * edges[at + 3]! < edges[at + 2]! * (py - y0)) inside = !inside;
  }
  return inside;
}

// Each edge that isn't level, from its lower end to its upper one.
function eachEdge(corners: readonly number[], visit: (x0: number, y0: number, x1: number, y1: number) => void): void {
  for (let at = 0; at < corners.length; at += 2) {
    const next = (at + 2) % corners.length;
    const [ax, ay, bx, by] = [corners[at]!, corners[at + 1]!, corners[next]!, corners[next + 1]!];
    if (ay < by) visit(ax, ay, bx, by);
    else if (by < ay) visit(bx, by, ax, ay);
  }
}

export function cornerBounds(corners: readonly number[]): Bounds {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let at = 0; at < corners.length; at += 2) {
    box.minX = Math.min(box.minX, corners[at]!);
    box.maxX = Math.max(box.maxX, corners[at]!);
    box.minY = Math.min(box.minY, corners[at + 1]!);
    box.maxY = Math.max(box.maxY, corners[at + 1]!);
  }
  return box;
}

// A freehand line with fewer corners, nowhere farther than `tolerance` from the drawn one (Ramer, Douglas and Peucker).
export function simplified(corners: readonly number[], tolerance: number): number[] {
  const last = corners.length / 2 - 1;
  if (last < 2) return [...corners];
  const keep = new Uint8Array(last + 1);
  keep[0] = 1;
  keep[last] = 1;
  const open: [number, number][] = [[0, last]];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [first, end] = range;
    let farthest = -1;
    let most = tolerance;
    for (let at = first + 1; at < end; ++at) {
      const distance = distanceToSegment(corners, at, first, end);
      if (distance > most) [farthest, most] = [at, distance];
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    open.push([first, farthest], [farthest, end]);
  }
  const kept: number[] = [];
  for (let at = 0; at <= last; ++at) if (keep[at] === 1) kept.push(corners[2 * at]!, corners[2 * at + 1]!);
  return kept;
}

function distanceToSegment(corners: readonly number[], at: number, from: number, to: number): number {
  const [px, py] = [corners[2 * at]!, corners[2 * at + 1]!];
  const [ax, ay] = [corners[2 * from]!, corners[2 * from + 1]!];
  const [dx, dy] = [corners[2 * to]! - ax, corners[2 * to + 1]! - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}
