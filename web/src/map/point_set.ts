// The points of a map, in the order in which they are drawn: shuffled once, so that any first part of them is a fair sample of the whole.
// `origin` leads back to the caller's order. One point may stand for several items.

export interface Bounds {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export interface PointColumns {
  x: Float32Array;
  y: Float32Array;
  group: Int32Array; // cluster; negative: none
  weight: Uint32Array; // items of each point
}

export interface PointSet extends PointColumns {
  count: number;
  items: number; // sum of the weights
  origin: Uint32Array; // place in the caller's order
  bounds: Bounds;
}

export function makePointSet(columns: PointColumns): PointSet {
  const count = columns.x.length;
  const origin = shuffledIndexes(count);
  const set: PointSet = {
    count,
    items: 0,
    origin,
    x: new Float32Array(count),
    y: new Float32Array(count),
    group: new Int32Array(count),
    weight: new Uint32Array(count),
    bounds: boundsOf(columns.x, columns.y),
  };
  for (let place = 0; place < count; ++place) {
    const from = origin[place]!;
    set.x[place] = columns.x[from]!;
    set.y[place] = columns.y[from]!;
    set.group[place] = columns.group[from]!;
    set.weight[place] = columns.weight[from]!;
    set.items += columns.weight[from]!;
  }
  return set;
}

// The same points with other groups, in the caller's order.
export function withGroups(set: PointSet, group: Int32Array): PointSet {
  const shuffled = new Int32Array(set.count);
  for (let place = 0; place < set.count; ++place) shuffled[place] = group[set.origin[place]!]!;
  return { ...set, group: shuffled };
}

// Fisher and Yates' shuffle with a fixed seed: the same map looks the same at each visit.
export function shuffledIndexes(count: number): Uint32Array {
  const indexes = new Uint32Array(count);
  for (let index = 0; index < count; ++index) indexes[index] = index;
  let state = 0x9e3779b9;
  for (let last = count - 1; last > 0; --last) {
    // Marsaglia's xorshift32.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = Math.floor(((state >>> 0) / 4_294_967_296) * (last + 1));
    const moved = indexes[last]!;
    indexes[last] = indexes[other]!;
    indexes[other] = moved;
  }
  return indexes;
}

export function boundsOf(x: Float32Array, y: Float32Array): Bounds {
  if (x.length === 0) return { minX: 0, minY: 0, maxX: 1, maxY: 1 };
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < x.length; ++index) {
    const px = x[index]!;
    const py = y[index]!;
    if (px < minX) minX = px;
    if (px > maxX) maxX = px;
    if (py < minY) minY = py;
    if (py > maxY) maxY = py;
  }
  return { minX, minY, maxX, maxY };
}
