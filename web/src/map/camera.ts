// Where the map is looked at from: the point in the middle of the screen, and how much it is enlarged. Zoom 1 shows the whole map.
// Up on the screen is up on the map.
import type { Bounds } from './point_set';

export interface Camera {
  x: number; // map units, in the middle of the screen
  y: number;
  zoom: number;
}

export interface Screen {
  width: number; // CSS px
  height: number;
}

const kMargin = 28; // px around the whole map
const kLeastZoom = 0.25;
const kMostZoom = 20_000;

export function wholeMap({ minX, minY, maxX, maxY }: Bounds): Camera {
  return { x: (minX + maxX) / 2, y: (minY + maxY) / 2, zoom: 1 };
}

// CSS px for one map unit.
export function scaleOf(camera: Camera, bounds: Bounds, screen: Screen): number {
  const width = bounds.maxX - bounds.minX;
  const height = bounds.maxY - bounds.minY;
  const room = { x: Math.max(1, screen.width - 2 * kMargin), y: Math.max(1, screen.height - 2 * kMargin) };
  const whole = Math.min(width > 0 ? room.x / width : Infinity, height > 0 ? room.y / height : Infinity);
  return (Number.isFinite(whole) ? whole : 100) * camera.zoom;
}

export interface View {
  camera: Camera;
  screen: Screen;
  scale: number;
}

export function viewOf(camera: Camera, bounds: Bounds, screen: Screen): View {
  return { camera, screen, scale: scaleOf(camera, bounds, screen) };
}

export function toScreen({ camera, screen, scale }: View, x: number, y: number): [number, number] {
  return [screen.width / 2 + (x - camera.x) * scale, screen.height / 2 - (y - camera.y) * scale];
}

export function toMap({ camera, screen, scale }: View, px: number, py: number): [number, number] {
  return [camera.x + (px - screen.width / 2) / scale, camera.y - (py - screen.height / 2) / scale];
}

export function panned(view: View, dx: number, dy: number): Camera {
  return { ...view.camera, x: view.camera.x - dx / view.scale, y: view.camera.y + dy / view.scale };
}

// What lies under (px, py) stays there.
export function zoomedAt(view: View, px: number, py: number, factor: number): Camera {
  const zoom = Math.min(kMostZoom, Math.max(kLeastZoom, view.camera.zoom * factor));
  const [x, y] = toMap(view, px, py);
  const shrink = view.camera.zoom / zoom;
  return { x: x + (view.camera.x - x) * shrink, y: y + (view.camera.y - y) * shrink, zoom };
}

// Shows a part of the map, with some room around.
export function cameraOn(part: Bounds, bounds: Bounds, screen: Screen): Camera {
  const whole = scaleOf(wholeMap(bounds), bounds, screen);
  const zoomX = screen.width / Math.max(1e-12, (part.maxX - part.minX) * 1.3) / whole;
  const zoomY = screen.height / Math.max(1e-12, (part.maxY - part.minY) * 1.3) / whole;
  const zoom = Math.min(kMostZoom, Math.max(1, Math.min(zoomX, zoomY)));
  return { x: (part.minX + part.maxX) / 2, y: (part.minY + part.maxY) / 2, zoom };
}

// "x,y,zoom" with x and y as shares of the map's size, so that the text is short and reads the same on any screen.
export function cameraText(camera: Camera, { minX, minY, maxX, maxY }: Bounds): string {
  const share = (value: number, low: number, high: number): string => ((value - low) / (high > low ? high - low : 1)).toFixed(6);
  return [share(camera.x, minX, maxX), share(camera.y, minY, maxY), camera.zoom.toPrecision(5)].map((text) => String(Number(text))).join(',');
}

export function parseCamera(text: string, { minX, minY, maxX, maxY }: Bounds): Camera | null {
  const [x, y, zoom, more] = text.split(',').map(Number);
  if (x === undefined || y === undefined || zoom === undefined || more !== undefined) return null;
  if (!Number.isFinite(x) || !Number.isFinite(y) || !(zoom > 0) || Math.abs(x) > 10 || Math.abs(y) > 10) return null;
  const span = (low: number, high: number): number => (high > low ? high - low : 1);
  return { x: minX + x * span(minX, maxX), y: minY + y * span(minY, maxY), zoom: Math.min(kMostZoom, Math.max(kLeastZoom, zoom)) };
}
