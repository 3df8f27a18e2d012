// A region as short text for an address: gestures parted by "*", each a letter for what it does (a adds, d takes away) and a shape. `r` and
// `p` carry corners as whole numbers of 24 bits over a box three times as wide and high as the map's, in base64url; `g` carries group
// numbers. No sign in it is one that addresses write in another way.
//
// A shape is used as its text says (`snapped`), so that the highlight, the server and whoever opens the link all mean the same region.
import type { Bounds } from './point_set';
import type { Gesture, Region, Shape } from './region';

const kSteps = 2 ** 24 - 1;
const kLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

function frameOf({ minX, minY, maxX, maxY }: Bounds): Frame {
  const width = maxX > minX ? maxX - minX : 1;
  const height = maxY > minY ? maxY - minY : 1;
  return { x: minX - width, y: minY - height, width: 3 * width, height: 3 * height };
}

export function regionText(region: Region, bounds: Bounds): string {
  const frame = frameOf(bounds);
  return region.map(({ how, shape }) => (how === 'remove' ? 'd' : 'a') + shapeText(shape, frame)).join('*');
}

// Null when the text is none of ours; part of a region would be another region.
export function parseRegion(text: string, bounds: Bounds): Region | null {
  const frame = frameOf(bounds);
  const region: Gesture[] = [];
  for (const part of text.split('*')) {
    const how = part.startsWith('d') ? 'remove' : part.startsWith('a') ? 'add' : null;
    const shape = how === null ? null : parseShape(part.slice(1), frame);
    if (how === null || shape === null) return null;
    region.push({ how, shape });
  }
  return region;
}

// The shape that its text stands for.
export function snapped(shape: Shape, bounds: Bounds): Shape {
  const frame = frameOf(bounds);
  return parseShape(shapeText(shape, frame), frame) ?? shape;
}

function shapeText(shape: Shape, frame: Frame): string {
  switch (shape.kind) {
    case 'rectangle':
      return `r${cornersText([shape.minX, shape.minY, shape.maxX, shape.maxY], frame)}`;
    case 'polygon':
      return `p${cornersText(shape.corners, frame)}`;
    case 'groups':
      return `g${shape.groups.join('.')}`;
  }
}

function parseShape(text: string, frame: Frame): Shape | null {
  const kind = text.charAt(0);
  if (kind === 'g') {
    const groups = text.slice(1).split('.').map(Number);
    return groups.every((group) => Number.isSafeInteger(group)) && text.length > 1 ? { kind: 'groups', groups } : null;
  }
  const corners = parseCorners(text.slice(1), frame);
  if (corners === null) return null;
  if (kind === 'p') return corners.length >= 6 ? { kind: 'polygon', corners } : null;
  const [minX, minY, maxX, maxY] = corners;
  if (kind !== 'r' || corners.length !== 4) return null;
  return { kind: 'rectangle', minX: minX!, minY: minY!, maxX: maxX!, maxY: maxY! };
}

function cornersText(corners: readonly number[], { x, y, width, height }: Frame): string {
  let text = '';
  corners.forEach((value, index) => {
    const share = index % 2 === 0 ? (value - x) / width : (value - y) / height;
    const step = Math.max(0, Math.min(kSteps, Math.round(share * kSteps)));
    for (let shift = 18; shift >= 0; shift -= 6) text += kLetters.charAt((step >> shift) & 63);
  });
  return text;
}

function parseCorners(text: string, { x, y, width, height }: Frame): number[] | null {
  if (text.length === 0 || text.length % 8 !== 0) return null;
  const corners: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    let step = 0;
    for (let digit = at; digit < at + 4; ++digit) {
      const value = kLetters.indexOf(text.charAt(digit));
      if (value < 0) return null;
      step = step * 64 + value;
    }
    corners.push(corners.length % 2 === 0 ? x + (step / kSteps) * width : y + (step / kSteps) * height);
  }
  return corners;
}
