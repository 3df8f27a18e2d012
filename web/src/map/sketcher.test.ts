// Law: each tool makes the shape that its name says, from places on the screen, whatever happens to the view in between.
import { describe, expect, it } from 'vitest';
import { viewOf, wholeMap } from './camera';
import { Sketcher } from './sketcher';

const bounds = { minX: 0, minY: 0, maxX: 100, maxY: 100 };
const view = viewOf(wholeMap(bounds), bounds, { width: 156, height: 156 }); // one px a unit, 28 px around

describe('polygon', () => {
  it('grows click by click and closes on its first corner', () => {
    const sketcher = new Sketcher();
    sketcher.setTool('polygon');
    for (const [px, py] of [[28, 128], [128, 128], [128, 28]] as const) expect(sketcher.press(view, px, py)).toBeNull();
    expect(sketcher.press(view, 31, 126)).toEqual({ kind: 'polygon', corners: [0, 0, 100, 0, 100, 100] });
    expect(sketcher.isDrawing).toBe(false);
  });

  it('ends with Enter or a double click, takes corners back, and needs three', () => {
    const sketcher = new Sketcher();
    sketcher.setTool('polygon');
    sketcher.press(view, 28, 128);
    sketcher.press(view, 128, 128);
    expect(sketcher.finish()).toBeNull();
    sketcher.press(view, 60, 60);
    expect(sketcher.takeBack()).toBe(true);
    sketcher.press(view, 128, 28);
    expect(sketcher.press(view, 128, 28)).toEqual({ kind: 'polygon', corners: [0, 0, 100, 0, 100, 100] });
    expect(sketcher.takeBack()).toBe(false);
  });
});

describe('drags', () => {
  it('make a rectangle from any two opposite corners', () => {
    const sketcher = new Sketcher();
    sketcher.setTool('rectangle');
    sketcher.press(view, 128, 28);
    sketcher.move(view, 60, 60);
    expect(sketcher.sketch(false)?.corners).toHaveLength(8);
    expect(sketcher.release(view, 28, 128)).toEqual({ kind: 'rectangle', minX: 0, minY: 0, maxX: 100, maxY: 100 });
  });

  it('make a freehand polygon without the corners that a straight line does not need', () => {
    const sketcher = new Sketcher();
    sketcher.setTool('freehand');
    sketcher.press(view, 28, 128);
    for (let px = 29; px <= 128; ++px) sketcher.move(view, px, 128);
    for (let py = 127; py >= 28; --py) sketcher.move(view, 128, py);
    expect(sketcher.release(view, 128, 28)).toEqual({ kind: 'polygon', corners: [0, 0, 100, 0, 100, 100] });
  });

  it('that go nowhere make nothing, and Esc drops what was begun', () => {
    const sketcher = new Sketcher();
    sketcher.setTool('rectangle');
    sketcher.press(view, 50, 50);
    expect(sketcher.release(view, 51, 51)).toBeNull();
    sketcher.press(view, 50, 50);
    expect(sketcher.cancel()).toBe(true);
    expect(sketcher.release(view, 90, 90)).toBeNull();
    sketcher.setTool('pan');
    sketcher.press(view, 50, 50);
    expect(sketcher.release(view, 90, 90)).toBeNull();
    expect(sketcher.cancel()).toBe(false);
  });
});
