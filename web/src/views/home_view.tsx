// The start: goes straight to what there is to see, or says how to begin.
import { useEffect, type ReactElement } from 'react';
import type { Me } from '../api/types';
import { go } from '../state/location';
import { useDatalakes } from '../state/queries';
import { itemsOf } from '../state/url';
import { Notice, Problem } from '../widgets/notice';

export function HomeView({ me }: { me: Me }): ReactElement {
  const { data: lakes, error, refetch } = useDatalakes(me.organization.id);
  const first = lakes?.[0];
  useEffect(() => {
    if (first) go(itemsOf({ kind: 'datalake', id: first.id }), 'replace');
  }, [first]);
  return (
    <main className="page">
      {error ? (
        <Problem title="The datalakes cannot be listed" error={error} retry={() => void refetch()} />
      ) : lakes?.length === 0 ? (
        <Notice icon="lake" title="There is no datalake yet">
          Import a folder of pictures: <code>kindred import FOLDER --dataset NAME --version NAME</code>
        </Notice>
      ) : null}
    </main>
  );
}
