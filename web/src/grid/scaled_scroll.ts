// Scrolling through more pixels than a browser gives an element. Browsers cap an element's height (Firefox near 17.8 million px), so
// beyond `cap` the scrolled element is `cap` high and its scroll position is only a hint: a small change (wheel, keys, touch) moves the
// content by the same number of pixels, a large one (dragging the bar) jumps to the same fraction of the content.
//
// "Physical" is the element's scrollTop, "offset" the place in the content. After small moves the two drift apart; `settle` says where
// to put the bar once scrolling pauses, or at once when the bar has reached an end that the content hasn't.

export const kHeightCap = 8_000_000;

export class ScaledScroll {
  private content = 0;
  private viewport = 0;
  private offsetNow = 0;
  private physicalNow = 0;

  constructor(private readonly cap: number = kHeightCap) {}

  get offset(): number {
    return this.offsetNow;
  }

  get physical(): number {
    return this.physicalNow;
  }

  get physicalHeight(): number {
    return Math.min(this.content, this.cap);
  }

  private get scaled(): boolean {
    return this.content > this.cap;
  }

  private get maxOffset(): number {
    return Math.max(0, this.content - this.viewport);
  }

  private get maxPhysical(): number {
    return Math.max(0, this.physicalHeight - this.viewport);
  }

  // The offset stays where it was as far as the new content allows.
  resize(content: number, viewport: number): void {
    this.content = content;
    this.viewport = viewport;
    this.scrollTo(this.offsetNow);
  }

  // Returns the scrollTop to give the element.
  scrollTo(offset: number): number {
    this.offsetNow = clamp(offset, 0, this.maxOffset);
    this.physicalNow = this.toPhysical(this.offsetNow);
    return this.physicalNow;
  }

  // The element has scrolled; returns the new offset.
  onScroll(physical: number): number {
    const moved = physical - this.physicalNow;
    this.physicalNow = physical;
    if (!this.scaled) this.offsetNow = clamp(physical, 0, this.maxOffset);
    else if (Math.abs(moved) <= this.viewport) this.offsetNow = clamp(this.offsetNow + moved, 0, this.maxOffset);
    else this.offsetNow = clamp((physical / this.maxPhysical) * this.maxOffset, 0, this.maxOffset);
    return this.offsetNow;
  }

  // True when the bar touches an end before the content does: the next small move would be lost.
  get stuck(): boolean {
    if (!this.scaled) return false;
    const atTop = this.physicalNow <= 0 && this.offsetNow > 0;
    const atBottom = this.physicalNow >= this.maxPhysical && this.offsetNow < this.maxOffset;
    return atTop || atBottom;
  }

  // The scrollTop at which the bar shows the truth, or null when it does already (within a pixel).
  settle(): number | null {
    const target = this.toPhysical(this.offsetNow);
    if (Math.abs(target - this.physicalNow) <= 1) return null;
    this.physicalNow = target;
    return target;
  }

  private toPhysical(offset: number): number {
    if (!this.scaled) return offset;
    // Near an end the bar keeps as much room as the content still has to go, so that no small move is cut short by the bar's end.
    const room = Math.min(4 * this.viewport, this.maxPhysical / 2);
    const left = this.maxOffset - offset;
    const target = (offset / this.maxOffset) * this.maxPhysical;
    return clamp(target, Math.min(offset, room), this.maxPhysical - Math.min(left, room));
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
