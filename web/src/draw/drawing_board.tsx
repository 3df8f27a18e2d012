// The image as a board to draw on: boxes and polygons by pointer or keys, over the shapes that are there.
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { createLabel, type Label, type Shape } from '../api/shapes';
import { colourOfName } from '../state/name_colours';
import { tellProblem } from '../state/toasts';
import { Outline as OutlineOf } from '../panels/shape_layer';
import { Button } from '../widgets/button';
import type { IconName } from '../widgets/icons';
import { cornersOf, grownBy, handlesOf, movedBy, pulled, type Outline, type Size, type Spot } from './outline';
import { outlineOf, type Drawing } from './use_drawing';
import { usePointer, type DrawTool } from './use_pointer';
import '../styles/draw.css';

interface Props {
  version: string;
  shapes: readonly Shape[];
  labels: readonly Label[];
  size: Size;
  drawing: Drawing;
  chosen: string | null;
  onChoose: (id: string | null) => void;
  onDone: () => void;
  picture: ReactNode; // what is drawn on
}

const kTools: readonly { tool: DrawTool; icon: IconName; name: string; keys: string; help: string }[] = [
  { tool: 'choose', icon: 'hand', name: 'Choose and move', keys: 'v', help: 'Drag a shape or its handles. Keys: n next, arrows move, Alt and arrows resize, c a corner, a accept, Delete.' },
  { tool: 'box', icon: 'rectangle', name: 'Box', keys: 'b', help: 'Drag from corner to corner. Enter puts one in the middle.' },
  { tool: 'polygon', icon: 'polygon', name: 'Polygon', keys: 'p', help: 'Click corner by corner; the first corner or Enter closes it, Backspace takes one back.' },
];

const kRest = 350; // ms after the last key: then the shape is sent where it went
const kArrows: Record<string, Spot> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function DrawingBoard({ version, shapes, labels, size, drawing, chosen, onChoose, onDone, picture }: Props): ReactElement {
  const board = useRef<SVGSVGElement>(null);
  const labelField = useRef<HTMLInputElement>(null);
  const list = useId();
  const [tool, setTool] = useState<DrawTool>('choose');
  const [name, setName] = useState<string | null>(null);
  const [corner, setCorner] = useState<number | null>(null);
  const [underWay, setUnderWay] = useState<{ shape: string; outline: Outline } | null>(null); // sent, or about to be
  const timer = useRef<number | undefined>(undefined);
  const label = name ?? labels[0]?.name ?? '';
  const current = shapes.find((one) => one.id === chosen) ?? null;
  const currentOutline = current === null ? null : underWay?.shape === current.id ? underWay.outline : outlineOf(current);

  useEffect(() => board.current?.focus({ preventScroll: true }), []);
  useEffect(() => setCorner(null), [chosen]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const labelNamed = async (): Promise<Label | null> => {
    const wanted = label.trim();
    if (wanted === '') {
      labelField.current?.focus();
      return null;
    }
    return labels.find((one) => one.name === wanted) ?? createLabel(version, wanted);
  };
  const draw = async (outline: Outline): Promise<void> => {
    const wanted = await labelNamed().catch((error: unknown) => (tellProblem('The label was not made.', error), null));
    if (wanted === null) return;
    const id = await drawing.add(outline, wanted);
    if (id !== null) onChoose(id);
  };
  const send = async (shape: Shape, outline: Outline): Promise<void> => {
    setUnderWay({ shape: shape.id, outline });
    await drawing.change(shape, outline);
    setUnderWay((now) => (now?.outline === outline ? null : now));
  };
  const pointer = usePointer(board, size, tool, {
    onDrawn: (outline) => void draw(outline),
    onChanged: (id, outline) => {
      const shape = shapes.find((one) => one.id === id);
      if (shape) void send(shape, outline);
    },
    onChoose,
  });
  const { sketch } = pointer;

  // Keys held down move what is seen at once, and the server's shape when they rest.
  const nudge = (outline: Outline | null): void => {
    if (current === null || outline === null) return;
    setUnderWay({ shape: current.id, outline });
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void send(current, outline), kRest);
  };
  const step = (by: number): void => {
    if (shapes.length === 0) return;
    const at = shapes.findIndex((one) => one.id === chosen);
    onChoose(shapes[at < 0 ? 0 : (at + by + shapes.length) % shapes.length]!.id);
  };
  const arrow = ([dx, dy]: Spot, event: KeyboardEvent): void => {
    if (currentOutline === null) return;
    const far = event.shiftKey ? 10 : 1;
    const handle = corner === null ? undefined : handlesOf(currentOutline)[corner];
    if (handle !== undefined && corner !== null) nudge(pulled(currentOutline, corner, [handle[0] + dx * far, handle[1] + dy * far], size));
    else if (event.altKey) nudge(grownBy(currentOutline, dx * far, dy * far, size));
    else nudge(movedBy(currentOutline, dx * far, dy * far, size));
  };
  const inTheMiddle = (): Outline => {
    const [w, h] = [Math.max(1, Math.round(size.width / 4)), Math.max(1, Math.round(size.height / 4))];
    const box: Outline = { kind: 'box', x: Math.round((size.width - w) / 2), y: Math.round((size.height - h) / 2), w, h };
    return tool === 'polygon' ? { kind: 'polygon', points: cornersOf(box) } : box;
  };
  const escape = (): void => {
    if (pointer.cancel()) return;
    if (corner !== null) setCorner(null);
    else if (tool !== 'choose') setTool('choose');
    else if (chosen !== null) onChoose(null);
    else onDone();
  };
  const run = (event: KeyboardEvent): boolean => {
    const move = kArrows[event.key];
    if (move !== undefined) arrow(move, event);
    else if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'z') return false;
      void (event.shiftKey ? drawing.redo() : drawing.undo());
    } else if (event.key === 'Escape') escape();
    else if (event.key === 'Enter' && tool !== 'choose') {
      if (sketch.corners.length === 0) void draw(inTheMiddle());
      else pointer.finish();
    } else if (event.key === 'Backspace' && sketch.corners.length > 0) pointer.shorten();
    else if (event.key === 'Delete' || event.key === 'Backspace') void (current && drawing.remove(current));
    else if (event.key === 'n' || event.key === 'N') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'c' && currentOutline !== null) setCorner(corner === null ? 0 : (corner + 1) % handlesOf(currentOutline).length);
    else if (event.key === 'a' && current !== null) void drawing.judge(current, current.status === 'ACCEPTED' ? 'PENDING' : 'ACCEPTED');
    else {
      const wanted = kTools.find((one) => one.keys === event.key);
      if (wanted === undefined) return false;
      setTool(wanted.tool);
    }
    return true;
  };

  const radius = Math.max(size.width, size.height) / 120;
  const shownOf = (shape: Shape): Outline | null =>
    sketch.held?.shape === shape.id ? sketch.held.outline : underWay?.shape === shape.id ? underWay.outline : outlineOf(shape);
  const ordered = [...shapes].sort((a, b) => sizeOf(shownOf(b)) - sizeOf(shownOf(a)));
  return (
    <>
      <div className="drawtools" role="toolbar" aria-label="Drawing tools">
        {kTools.map(({ tool: one, icon, name: title, keys }) => (
          <Button key={one} kind="quiet" icon={icon} label={title} keys={keys} aria-pressed={tool === one} onClick={() => setTool(one)} />
        ))}
        <Button kind="quiet" icon="undo" label="Undo" keys="Control+Z" disabled={!drawing.canUndo || drawing.busy} onClick={() => void drawing.undo()} />
        <label className="drawtools__label">
          <span className="visually-hidden">Label of what is drawn</span>
          <input ref={labelField} list={list} value={label} placeholder="Label…" autoComplete="off" onChange={(event) => setName(event.target.value)} />
          <datalist id={list}>
            {labels.map((one) => (
              <option key={one.id} value={one.name} />
            ))}
          </datalist>
        </label>
        <Button onClick={onDone}>Done</Button>
      </div>
      <div className="drawboard__stage">
      {picture}
      <svg
        ref={board}
        className={`drawboard drawboard--${tool}`}
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="xMidYMid meet"
        role="application"
        tabIndex={0}
        aria-label={`Drawing board. ${kTools.map((one) => `${one.name}: ${one.keys}`).join(', ')}. ${current === null ? 'Nothing chosen.' : `Chosen: ${current.label.name}.`}`}
        onPointerDown={pointer.onPointerDown}
        onPointerMove={pointer.onPointerMove}
        onPointerUp={pointer.onPointerUp}
        onPointerCancel={() => pointer.cancel()}
        onKeyDown={(event) => {
          if (!run(event)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {ordered.map((shape) => {
          const outline = shownOf(shape);
          return (
            <g
              key={shape.id}
              data-shape={shape.id}
              className={shape.id === chosen ? 'shapelayer__one shapelayer__one--chosen' : 'shapelayer__one'}
              stroke={colourOfName(shape.label.name)}
              onPointerDown={(event) => pointer.grab(event, shape.id, outline, null)}
            >
              {outline === null ? <OutlineOf shape={shape} radius={radius} /> : <Drawn outline={outline} />}
            </g>
          );
        })}
        {current !== null && tool === 'choose' && (
          <g className="drawboard__handles" stroke={colourOfName(current.label.name)}>
            {handlesOf(shownOf(current) ?? { kind: 'polygon', points: [] }).map(([x, y], handle) => (
              <circle
                key={handle}
                className={handle === corner ? 'drawboard__handle drawboard__handle--held' : 'drawboard__handle'}
                cx={x}
                cy={y}
                r={radius}
                onPointerDown={(event) => pointer.grab(event, current.id, shownOf(current), handle)}
              />
            ))}
          </g>
        )}
        {sketch.box && <polygon className="drawboard__sketch" points={textOf(rectangle(sketch.box.from, sketch.box.to))} />}
        {sketch.corners.length > 0 && (
          <g className="drawboard__sketch">
            <polyline points={textOf(sketch.corners)} />
            {sketch.corners.map(([x, y], at) => (
              <circle key={at} cx={x} cy={y} r={radius / 1.5} />
            ))}
          </g>
        )}
      </svg>
      </div>
      <p className="drawtools__help muted">{kTools.find((one) => one.tool === tool)?.help}</p>
    </>
  );
}

function Drawn({ outline }: { outline: Outline }): ReactElement {
  if (outline.kind === 'box') return <rect x={outline.x} y={outline.y} width={outline.w} height={outline.h} />;
  return <polygon points={textOf(outline.points)} />;
}

function rectangle([x0, y0]: Spot, [x1, y1]: Spot): Spot[] {
  return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
}

function textOf(points: readonly Spot[]): string {
  return points.map(([x, y]) => `${x},${y}`).join(' ');
}

// Of the box around it: the smaller lie above the larger, or nobody could reach them.
function sizeOf(outline: Outline | null): number {
  if (outline === null) return 0;
  const spots = cornersOf(outline);
  const span = (at: 0 | 1): number => Math.max(...spots.map((spot) => spot[at])) - Math.min(...spots.map((spot) => spot[at]));
  return span(0) * span(1);
}
