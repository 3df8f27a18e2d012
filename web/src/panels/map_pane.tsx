import type { ReactElement } from 'react';
import type { Me } from '../api/types';
import type { Picked } from '../state/picked_source';
import type { ItemsRoute, MapPlace } from '../state/url';

interface Props {
  me: Me;
  route: ItemsRoute;
  onPlace: (change: Partial<MapPlace>, how: 'push' | 'replace') => void;
  onPicked: (picked: Picked | null) => void;
  onOpen: (id: string) => void;
}

export function MapPane(_: Props): ReactElement {
  return <div className="mappane" />;
}
