// Law: screen and map are each other's inverse, zooming keeps what lies under the pointer, and a camera's text reads back as the same look.
import { describe, expect, it } from 'vitest';
import { cameraOn, cameraText, panned, parseCamera, toMap, toScreen, viewOf, wholeMap, zoomedAt } from './camera';

const bounds = { minX: -10, minY: 2, maxX: 30, maxY: 22 };
const screen = { width: 800, height: 600 };

describe('camera', () => {
  it('shows the whole map at first', () => {
    const view = viewOf(wholeMap(bounds), bounds, screen);
    for (const [x, y] of [[bounds.minX, bounds.minY], [bounds.maxX, bounds.maxY]] as const) {
      const [px, py] = toScreen(view, x, y);
      expect(px >= 0 && px <= 800 && py >= 0 && py <= 600).toBe(true);
    }
    expect(toScreen(view, 10, 12)).toEqual([400, 300]);
    expect(toScreen(view, 10, 22)[1]).toBeLessThan(300);
  });

  it('goes to the screen and back', () => {
    const view = viewOf({ x: 3, y: 4, zoom: 17 }, bounds, screen);
    const [x, y] = toMap(view, ...toScreen(view, 3.7, 4.2));
    expect(x).toBeCloseTo(3.7, 9);
    expect(y).toBeCloseTo(4.2, 9);
  });

  it('keeps what lies under the pointer', () => {
    const view = viewOf({ x: 3, y: 4, zoom: 2 }, bounds, screen);
    const under = toMap(view, 100, 500);
    const nearer = viewOf(zoomedAt(view, 100, 500, 3), bounds, screen);
    expect(toScreen(nearer, ...under)[0]).toBeCloseTo(100, 6);
    expect(toScreen(nearer, ...under)[1]).toBeCloseTo(500, 6);
    const moved = viewOf(panned(view, 30, -20), bounds, screen);
    expect(toScreen(moved, ...under)[0]).toBeCloseTo(130, 6);
    expect(toScreen(moved, ...under)[1]).toBeCloseTo(480, 6);
  });

  it('stays within limits, on a map of one point too', () => {
    const one = { minX: 1, minY: 1, maxX: 1, maxY: 1 };
    const view = viewOf(wholeMap(one), one, screen);
    expect(toScreen(view, 1, 1)).toEqual([400, 300]);
    expect(zoomedAt(view, 0, 0, 1e12).zoom).toBeLessThanOrEqual(20_000);
    expect(Number.isFinite(cameraOn(one, one, screen).zoom)).toBe(true);
  });

  it('reads back from its text', () => {
    const camera = { x: 3.25, y: 4.5, zoom: 17.5 };
    const back = parseCamera(cameraText(camera, bounds), bounds);
    expect(back?.x).toBeCloseTo(3.25, 4);
    expect(back?.y).toBeCloseTo(4.5, 4);
    expect(back?.zoom).toBe(17.5);
    for (const text of ['', '1,2', '1,2,3,4', 'a,b,c', '0,0,0', '0,0,-1', '99,0,1']) expect(parseCamera(text, bounds)).toBeNull();
  });
});
