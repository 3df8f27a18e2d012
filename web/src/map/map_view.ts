// A map on the screen: points, camera, tools, what is drawn over them. It is told what to show and tells what was done with it; where points
// come from and what becomes of a selection is for others to know.
import { badgesIn, heavyPoints } from './badges';
import { panned, toMap, viewOf, wholeMap, zoomedAt, type Camera, type View } from './camera';
import { drawOverlay } from './overlay';
import { PointIndex } from './point_index';
import type { PointSet } from './point_set';
import type { Gesture, Shape } from './region';
import { kStates, makeRenderer, type Renderer, type Theme } from './renderer';
import { Sketcher, type Tool } from './sketcher';

export interface MapEvents {
  onCamera: (camera: Camera) => void; // once it rests
  onGesture: (gesture: Gesture) => void;
  onHover: (point: number | null, px: number, py: number) => void;
  onPoint: (point: number) => void; // clicked while moving about
  onProgress: (share: number) => void; // of the picture
}

export interface Look {
  slots: Uint8Array; // colour of each point
  selected: Uint8Array | null; // 1: red
  dimmed: Uint8Array | null; // 1: does not pass the filter
  hidden: Uint8Array | null; // 1: not there
}

const kRests = 220; // ms
const kReach = 14; // px: how near the pointer must come to a point
const kHoverEach = 50; // ms
const kClick = 4; // px

export class MapView {
  private points: PointSet | null = null;
  private index: PointIndex | null = null;
  private heavy = new Uint32Array(0);
  private look: Look | null = null;
  private cameraNow: Camera = { x: 0, y: 0, zoom: 1 };
  private screen = { width: 1, height: 1 };
  private tool: Tool = 'pan';
  private how: Gesture['how'] = 'replace';
  private theme: Theme = 'light';
  private readonly sketcher = new Sketcher();
  private readonly fingers = new Map<number, [number, number]>();
  private pressed: { px: number; py: number; camera: Camera } | null = null;
  private modifiers = { add: false, remove: false };
  private hovered: number | null = null;
  private hoverTime = 0;
  private restTimer: number | undefined;
  private overlayRequest = 0;
  private readonly watcher: ResizeObserver;
  private readonly stop = new AbortController();

  // Null when the browser has no WebGL2.
  static make(host: HTMLElement, canvas: HTMLCanvasElement, overlay: HTMLCanvasElement, events: MapEvents): MapView | null {
    const renderer = makeRenderer(canvas);
    return renderer === null ? null : new MapView(host, overlay, renderer, events);
  }

  private constructor(
    private readonly host: HTMLElement,
    private readonly overlay: HTMLCanvasElement,
    private readonly renderer: Renderer,
    private readonly events: MapEvents,
  ) {
    renderer.onProgress = (share) => events.onProgress(share);
    this.watcher = new ResizeObserver(() => this.measure());
    this.watcher.observe(host);
    const listen = <K extends keyof HTMLElementEventMap>(type: K, run: (event: HTMLElementEventMap[K]) => void): void =>
      host.addEventListener(type, run, { signal: this.stop.signal, passive: false });
    listen('pointerdown', this.onDown);
    listen('pointermove', this.onMove);
    listen('pointerup', this.onUp);
    listen('pointercancel', this.onCancel);
    listen('pointerleave', () => this.hover(null, 0, 0));
    listen('wheel', this.onWheel);
    listen('contextmenu', (event) => event.preventDefault());
    this.measure();
  }

  dispose(): void {
    window.clearTimeout(this.restTimer);
    cancelAnimationFrame(this.overlayRequest);
    this.stop.abort();
    this.watcher.disconnect();
    this.renderer.dispose();
  }

  // Another map. The camera stays when the points lie where they did (new clusters), else it shows the whole map.
  setPoints(points: PointSet, camera: Camera | null): void {
    this.points = points;
    this.index = null;
    this.heavy = heavyPoints(points);
    this.hovered = null;
    this.renderer.setPoints(points);
    this.setCamera(camera ?? wholeMap(points.bounds));
  }

  setLook(look: Look): void {
    if (this.points === null) return;
    this.look = look;
    const states = new Uint8Array(this.points.count);
    for (let index = 0; index < states.length; ++index) {
      if (look.hidden?.[index] === 1) states[index] = kStates.hidden;
      else if (look.selected?.[index] === 1) states[index] = kStates.selected;
      else if (look.dimmed?.[index] === 1) states[index] = kStates.dimmed;
    }
    this.renderer.setLook(look.slots, states);
    this.drawOver();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.renderer.setTheme(theme);
    this.drawOver();
  }

  setTool(tool: Tool): void {
    this.tool = tool;
    this.sketcher.setTool(tool);
    this.drawOver();
  }

  // What the next shape does, when no key says otherwise.
  setHow(how: Gesture['how']): void {
    this.how = how;
  }

  setCamera(camera: Camera): void {
    this.cameraNow = camera;
    this.redraw();
  }

  get camera(): Camera {
    return this.cameraNow;
  }

  get view(): View | null {
    return this.points === null ? null : viewOf(this.camera, this.points.bounds, this.screen);
  }

  get isComplete(): boolean {
    return this.renderer.isComplete;
  }

  zoom(factor: number): void {
    const { view } = this;
    if (view === null) return;
    this.moveCamera(zoomedAt(view, this.screen.width / 2, this.screen.height / 2, factor));
  }

  pan(dx: number, dy: number): void {
    const { view } = this;
    if (view !== null) this.moveCamera(panned(view, dx, dy));
  }

  fit(): void {
    if (this.points !== null) this.moveCamera(wholeMap(this.points.bounds));
  }

  // Keys that end, shorten or drop the shape in hand. True when it was theirs.
  finishSketch(): boolean {
    const shape = this.sketcher.finish();
    if (shape === null) return false;
    this.tell(shape);
    return true;
  }

  shortenSketch(): boolean {
    const done = this.sketcher.takeBack();
    this.drawOver();
    return done;
  }

  cancelSketch(): boolean {
    const done = this.sketcher.cancel();
    this.drawOver();
    return done;
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    this.screen = { width, height };
    this.redraw();
  }

  private moveCamera(camera: Camera): void {
    this.setCamera(camera);
    window.clearTimeout(this.restTimer);
    this.restTimer = window.setTimeout(() => {
      this.events.onCamera(this.camera);
      this.drawOver();
    }, kRests);
  }

  private redraw(): void {
    const { view } = this;
    if (view === null) return;
    this.renderer.setView(view);
    this.drawOver();
  }

  private drawOver(): void {
    if (this.overlayRequest === 0) this.overlayRequest = requestAnimationFrame(this.onOverlay);
  }

  private readonly onOverlay = (): void => {
    this.overlayRequest = 0;
    const { view, points, hovered } = this;
    if (view === null || points === null) return;
    drawOverlay(this.overlay, {
      view,
      theme: this.theme,
      sketch: this.sketcher.sketch(this.howNow() === 'remove'),
      badges: badgesIn(view, points, this.heavy, this.look?.hidden ?? null),
      ring: hovered === null ? null : { x: points.x[hovered]!, y: points.y[hovered]! },
      pointCount: points.count,
    });
  };

  private howNow(): Gesture['how'] {
    return this.modifiers.remove ? 'remove' : this.modifiers.add ? 'add' : this.how;
  }

  private tell(shape: Shape): void {
    this.events.onGesture({ how: this.howNow(), shape });
    this.drawOver();
  }

  private place(event: PointerEvent | WheelEvent): [number, number] {
    const box = this.host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private readonly onDown = (event: PointerEvent): void => {
    const { view } = this;
    if (view === null || event.button > 1) return;
    const [px, py] = this.place(event);
    this.host.setPointerCapture(event.pointerId);
    this.host.focus({ preventScroll: true });
    this.fingers.set(event.pointerId, [px, py]);
    this.modifiers = { add: event.shiftKey, remove: event.altKey };
    // The middle button moves the map with any tool, as do two fingers.
    const moves = this.tool === 'pan' || this.tool === 'cluster' || event.button === 1 || this.fingers.size === 2;
    if (moves) {
      if (this.tool !== 'polygon') this.sketcher.cancel();
      this.pressed = { px, py, camera: this.camera };
      return;
    }
    const shape = this.sketcher.press(view, px, py);
    if (shape !== null) this.tell(shape);
    this.drawOver();
  };

  private readonly onMove = (event: PointerEvent): void => {
    const { view } = this;
    if (view === null) return;
    const [px, py] = this.place(event);
    const before = this.fingers.get(event.pointerId);
    if (before !== undefined && this.pressed !== null) {
      this.dragMap(event.pointerId, before, [px, py], view);
      return;
    }
    if (before !== undefined || this.sketcher.isDrawing) {
      this.sketcher.move(view, px, py);
      this.drawOver();
      return;
    }
    if (event.pointerType !== 'touch' && event.timeStamp - this.hoverTime >= kHoverEach) {
      this.hoverTime = event.timeStamp;
      this.hover(this.pointAt(view, px, py), px, py);
    }
  };

  private dragMap(finger: number, before: readonly [number, number], now: [number, number], view: View): void {
    this.fingers.set(finger, now);
    const other = [...this.fingers].find(([id]) => id !== finger)?.[1];
    if (other === undefined) {
      this.moveCamera(panned(view, now[0] - before[0], now[1] - before[1]));
      return;
    }
    // Two fingers: their distance zooms, their middle moves.
    const spread = Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(1, Math.hypot(before[0] - other[0], before[1] - other[1]));
    const moved = { ...view, camera: panned(view, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2) };
    this.moveCamera(zoomedAt(moved, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2, spread));
  }

  private readonly onUp = (event: PointerEvent): void => {
    const { view, pressed } = this;
    this.fingers.delete(event.pointerId);
    if (view === null) return;
    const [px, py] = this.place(event);
    this.modifiers = { add: event.shiftKey, remove: event.altKey };
    if (pressed !== null) {
      if (this.fingers.size === 0) this.pressed = null;
      if (event.button === 0 && Math.hypot(px - pressed.px, py - pressed.py) < kClick) this.click(this.pointAt(view, px, py));
      return;
    }
    const shape = this.sketcher.release(view, px, py);
    if (shape !== null) this.tell(shape);
    this.drawOver();
  };

  private readonly onCancel = (event: PointerEvent): void => {
    this.fingers.delete(event.pointerId);
    this.pressed = null;
    if (this.tool !== 'polygon') this.cancelSketch();
  };

  private readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { view } = this;
    if (view === null) return;
    const [px, py] = this.place(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 32 : 1;
    this.moveCamera(zoomedAt(view, px, py, Math.exp(-event.deltaY * lines * 0.0018)));
  };

  private click(point: number | null): void {
    if (point === null || this.points === null) return;
    if (this.tool === 'cluster') this.tell({ kind: 'groups', groups: [this.points.group[point]!] });
    else this.events.onPoint(point);
  }

  private pointAt(view: View, px: number, py: number): number | null {
    if (this.points === null) return null;
    this.index ??= new PointIndex(this.points);
    const [x, y] = toMap(view, px, py);
    return this.index.nearest(x, y, kReach / view.scale, this.look?.hidden ?? null);
  }

  private hover(point: number | null, px: number, py: number): void {
    if (point === this.hovered && point === null) return;
    this.hovered = point;
    this.events.onHover(point, px, py);
    this.drawOver();
  }
}
