// What the point under the pointer shows: a thumbnail, its name, and how many items it stands for.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { itemsById } from '../api/items';
import { itemsOfPoints } from '../api/projections';
import { kNouns, thumbnailUrl, type Listed } from '../api/scope';
import type { PointSet } from '../map/point_set';
import { plural } from '../state/format';
import { listKey } from '../state/queries';
import type { Hovered } from './use_map_view';

interface Props {
  scope: Listed;
  projection: string;
  version: string;
  points: PointSet;
  hovered: Hovered;
}

const kDwell = 125; // ms before it is asked for: a pointer that passes asks for nothing

export function MapHover({ scope, projection, version, points, hovered }: Props): ReactElement | null {
  const [dwelt, setDwelt] = useState<number | null>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => setDwelt(hovered.point), kDwell);
    return () => window.clearTimeout(timer);
  }, [hovered.point]);
  const { data } = useQuery({
    queryKey: [...listKey(scope), 'hover', projection, version, dwelt],
    queryFn: async ({ signal }) => {
      const [found] = await itemsOfPoints(scope, projection, version, [points.origin[dwelt ?? 0]!], 1);
      const [item] = found === undefined ? [] : await itemsById(scope, found.ids.slice(0, 1), signal);
      return item ?? null;
    },
    enabled: dwelt !== null,
  });
  if (dwelt !== hovered.point || !data) return null;
  const weight = points.weight[hovered.point] ?? 1;
  const group = points.group[hovered.point] ?? -1;
  return (
    <div className="maphover" aria-hidden="true" style={{ left: hovered.px, top: hovered.py }}>
      <img src={thumbnailUrl(data, 128)} alt="" />
      <div className="maphover__name">{data.name}</div>
      <div className="muted">
        {group < 0 ? 'In no cluster' : `Cluster ${group}`}
        {weight > 1 && `, ${plural(weight, kNouns[scope.of])} here`}
      </div>
    </div>
  );
}
