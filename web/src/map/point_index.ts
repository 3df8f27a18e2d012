// Finds the point nearest to a place: points sorted by the cells of a square grid. Built once, when it is first asked.
import type { PointSet } from './point_set';

export class PointIndex {
  private readonly side: number;
  private readonly starts: Uint32Array; // of each cell, in `sorted`
  private readonly sorted: Uint32Array;
  private readonly perX: number;
  private readonly perY: number;

  constructor(private readonly points: PointSet) {
    const { bounds, count } = points;
    this.side = Math.max(1, Math.min(1_024, Math.ceil(Math.sqrt(count / 4))));
    this.perX = bounds.maxX > bounds.minX ? this.side / (bounds.maxX - bounds.minX) : 0;
    this.perY = bounds.maxY > bounds.minY ? this.side / (bounds.maxY - bounds.minY) : 0;
    this.starts = new Uint32Array(this.side * this.side + 1);
    this.sorted = new Uint32Array(count);
    const cells = new Uint32Array(count);
    for (let index = 0; index < count; ++index) {
      cells[index] = this.row(points.y[index]!) * this.side + this.column(points.x[index]!);
      ++this.starts[cells[index]! + 1]!;
    }
    for (let cell = 0; cell < this.side * this.side; ++cell) this.starts[cell + 1]! += this.starts[cell]!;
    const next = this.starts.slice();
    for (let index = 0; index < count; ++index) this.sorted[next[cells[index]!]!++] = index;
  }

  private column(x: number): number {
    return Math.min(this.side - 1, Math.max(0, Math.floor((x - this.points.bounds.minX) * this.perX)));
  }

  private row(y: number): number {
    return Math.min(this.side - 1, Math.max(0, Math.floor((y - this.points.bounds.minY) * this.perY)));
  }

  // The nearest point within `radius`, or null. Those that `hidden` marks are not there.
  nearest(x: number, y: number, radius: number, hidden: Uint8Array | null): number | null {
    let best: number | null = null;
    let least = radius * radius;
    this.visit(x - radius, y - radius, x + radius, y + radius, (index) => {
      if (hidden !== null && hidden[index] === 1) return;
      const dx = this.points.x[index]! - x;
      const dy = this.points.y[index]! - y;
      const distance = dx * dx + dy * dy;
      if (distance < least || (distance === least && (best === null || index < best))) [best, least] = [index, distance];
    });
    return best;
  }

  private visit(minX: number, minY: number, maxX: number, maxY: number, each: (index: number) => void): void {
    for (let row = this.row(minY); row <= this.row(maxY); ++row) {
      const first = this.starts[row * this.side + this.column(minX)]!;
      const end = this.starts[row * this.side + this.column(maxX) + 1]!;
      for (let at = first; at < end; ++at) each(this.sorted[at]!);
    }
  }
}
