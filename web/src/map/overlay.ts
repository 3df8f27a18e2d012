// What lies over the points: the shape being drawn, counts beside points that stand for several items, a ring around the one in hand.
import { pixelRatio, pointSize, type Theme } from './renderer';
import { toScreen, type View } from './camera';
import type { Badge } from './badges';

export interface Sketch {
  corners: readonly number[]; // x0, y0, … on the map
  closed: boolean; // a freehand line or rectangle; else the next corner is awaited
  pointer: readonly [number, number] | null; // px, where the next corner would be
  removes: boolean;
}

export interface OverlayScene {
  view: View;
  theme: Theme;
  sketch: Sketch | null;
  badges: readonly Badge[];
  ring: { x: number; y: number } | null; // on the map
  pointCount: number;
}

const kInk = { light: '#1b1b1f', dark: '#ececf0' } as const;
const kPaper = { light: 'rgb(255 255 255 / 88%)', dark: 'rgb(26 26 30 / 88%)' } as const;
const kRed = 'rgb(228 30 38)';
const kRedWash = 'rgb(228 30 38 / 10%)';

export function drawOverlay(canvas: HTMLCanvasElement, scene: OverlayScene): void {
  const { view, theme } = scene;
  const ratio = pixelRatio();
  const width = Math.max(1, Math.round(view.screen.width * ratio));
  const height = Math.max(1, Math.round(view.screen.height * ratio));
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, view.screen.width, view.screen.height);
  drawBadges(pen, scene.badges, theme);
  if (scene.ring !== null) drawRing(pen, view, scene.ring, scene.pointCount, theme);
  if (scene.sketch !== null) drawSketch(pen, view, scene.sketch);
}

function drawBadges(pen: CanvasRenderingContext2D, badges: readonly Badge[], theme: Theme): void {
  pen.font = '600 10px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (const { x, y, count } of badges) {
    const text = count < 10_000 ? String(count) : `${Math.round(count / 1_000)}k`;
    const width = pen.measureText(text).width + 8;
    pen.fillStyle = kPaper[theme];
    pen.beginPath();
    pen.roundRect(x + 5, y - 16, width, 14, 7);
    pen.fill();
    pen.fillStyle = kInk[theme];
    pen.fillText(text, x + 5 + width / 2, y - 8.5);
  }
}

function drawRing(pen: CanvasRenderingContext2D, view: View, { x, y }: { x: number; y: number }, count: number, theme: Theme): void {
  const [px, py] = toScreen(view, x, y);
  pen.strokeStyle = kInk[theme];
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(px, py, pointSize(count, view.camera.zoom) / 2 + 4, 0, 2 * Math.PI);
  pen.stroke();
}

function drawSketch(pen: CanvasRenderingContext2D, view: View, { corners, closed, pointer, removes }: Sketch): void {
  pen.beginPath();
  for (let at = 0; at < corners.length; at += 2) {
    const [px, py] = toScreen(view, corners[at]!, corners[at + 1]!);
    if (at === 0) pen.moveTo(px, py);
    else pen.lineTo(px, py);
  }
  if (pointer !== null) pen.lineTo(pointer[0], pointer[1]);
  if (closed) pen.closePath();
  pen.setLineDash(removes ? [5, 4] : []);
  pen.strokeStyle = kRed;
  pen.fillStyle = kRedWash;
  pen.lineWidth = 1.5;
  pen.fill('evenodd');
  pen.stroke();
  pen.setLineDash([]);
  if (closed) return;
  pen.fillStyle = kRed;
  for (let at = 0; at < corners.length; at += 2) {
    const [px, py] = toScreen(view, corners[at]!, corners[at + 1]!);
    pen.beginPath();
    pen.arc(px, py, at === 0 ? 5 : 3, 0, 2 * Math.PI);
    pen.fill();
  }
}
