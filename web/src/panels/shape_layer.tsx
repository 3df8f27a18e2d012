// Shapes over their image: as large as the image is shown, in the image's own pixels.
import type { ReactElement } from 'react';
import type { Shape } from '../api/shapes';
import { colourOfName } from '../state/name_colours';

interface Props {
  shapes: readonly Shape[];
  width: number; // px of the image
  height: number;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

export function ShapeLayer({ shapes, width, height, chosen, onChoose }: Props): ReactElement {
  // The smaller lie above the larger, or nobody could reach them.
  const ordered = [...shapes].sort((a, b) => areaOf(b) - areaOf(a));
  return (
    <svg className="shapelayer" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      {ordered.map((shape) => (
        <g
          key={shape.id}
          className={shape.id === chosen ? 'shapelayer__one shapelayer__one--chosen' : 'shapelayer__one'}
          stroke={colourOfName(shape.label.name)}
          onMouseEnter={() => onChoose(shape.id)}
          onMouseLeave={() => onChoose(null)}
        >
          <title>{shape.label.name}</title>
          <Outline shape={shape} radius={Math.max(width, height) / 90} />
        </g>
      ))}
    </svg>
  );
}

// In the image's own pixels; `radius` of a point.
export function Outline({ shape, radius }: { shape: Shape; radius: number }): ReactElement | null {
  const { x, y, w, h, polygon, line, point, keypoints, bbox } = shape;
  const path = (points: readonly (readonly [number, number])[]): string => points.map(([px, py]) => `${px},${py}`).join(' ');
  if (polygon) return <polygon points={path(polygon)} />;
  if (line) return <polyline points={path(line)} />;
  if (keypoints) return <>{keypoints.map(([px, py, seen], at) => seen > 0 && <circle key={at} cx={px} cy={py} r={radius / 2} />)}</>;
  if (bbox) return <rect x={bbox[0]} y={bbox[1]} width={bbox[2]} height={bbox[3]} strokeDasharray="4 3" />;
  if (point) return <circle cx={point[0]} cy={point[1]} r={radius} />;
  if (x !== undefined && y !== undefined && w !== undefined && h !== undefined) return <rect x={x} y={y} width={w} height={h} />;
  return null;
}

function areaOf({ w, h, polygon }: Shape): number {
  if (w !== undefined && h !== undefined) return w * h;
  if (!polygon) return 0;
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}
