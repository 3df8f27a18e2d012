// One shape beside the grid: its image with the shape on it, and the shapes most like it.
import type { ReactElement } from 'react';
import type { Listed } from '../api/scope';
import type { Me } from '../api/types';
import { useItem } from '../state/queries';
import { Button } from '../widgets/button';
import { Problem } from '../widgets/notice';
import { DetailPanel } from './detail_panel';

interface Props {
  me: Me;
  scope: Listed; // of shapes
  id: string;
  mayEdit: boolean;
  onClose: () => void;
  onOpen: (id: string) => void;
  onSimilar: (id: string) => void;
}

export function ShapeDetail({ me, scope, id, mayEdit, onClose, onOpen, onSimilar }: Props): ReactElement {
  const { data, error, refetch } = useItem(scope, id);
  if (data === undefined || !('shape' in data)) {
    return (
      <aside className="detail" aria-label="Details" aria-busy={error === null}>
        <header className="detail__head">
          <h2 className="detail__name">Shape</h2>
          <Button kind="quiet" icon="close" label="Close details" keys="Escape" onClick={onClose} />
        </header>
        {error && <Problem title="This shape cannot be shown" error={error} retry={() => void refetch()} />}
      </aside>
    );
  }
  return (
    <DetailPanel
      me={me}
      scope={{ ...scope, of: 'images' }}
      id={data.shape.asset_id}
      canTag={mayEdit}
      onClose={onClose}
      onOpen={onOpen}
      onSimilar={() => onSimilar(id)}
      shape={{ scope, id, name: data.name }}
    />
  );
}
