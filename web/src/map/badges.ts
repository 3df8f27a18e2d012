// Which counts to write beside points that stand for several items: the largest in view, as many as fit without covering each other.
import { toScreen, type View } from './camera';
import type { PointSet } from './point_set';

export interface Badge {
  x: number; // px
  y: number;
  count: number;
}

const kMost = 80;
const kCell = 46; // px

// The points of more than one item, largest first.
export function heavyPoints({ weight }: PointSet): Uint32Array<ArrayBuffer> {
  const heavy: number[] = [];
  for (let index = 0; index < weight.length; ++index) if (weight[index]! > 1) heavy.push(index);
  return Uint32Array.from(heavy).sort((a, b) => weight[b]! - weight[a]! || a - b);
}

export function badgesIn(view: View, points: PointSet, heavy: Uint32Array, hidden: Uint8Array | null): Badge[] {
  const badges: Badge[] = [];
  const taken = new Set<number>();
  const columns = Math.ceil(view.screen.width / kCell) + 1;
  for (const index of heavy) {
    if (hidden !== null && hidden[index] === 1) continue;
    const [x, y] = toScreen(view, points.x[index]!, points.y[index]!);
    if (x < 0 || y < 0 || x > view.screen.width || y > view.screen.height) continue;
    const cell = Math.floor(y / kCell) * columns + Math.floor(x / kCell);
    if (taken.has(cell)) continue;
    taken.add(cell);
    badges.push({ x, y, count: points.weight[index]! });
    if (badges.length === kMost) break;
  }
  return badges;
}
