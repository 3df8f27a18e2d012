// The items of one embedding status, each with its reason.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Scope } from '../api/scope';
import type { EmbeddingStatus } from '../api/types';
import { listByStatus, type EmbeddingKind } from '../api/visual_search';
import { count } from '../state/format';
import { scopeKey } from '../state/queries';
import { itemsOf } from '../state/url';
import { Button } from '../widgets/button';
import { Link } from '../widgets/link';
import { Problem } from '../widgets/notice';

export function StatusList({ scope, kind, status }: { scope: Scope; kind: EmbeddingKind; status: EmbeddingStatus }): ReactElement {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...scopeKey(scope), 'by-status', kind, status],
    queryFn: ({ pageParam }) => listByStatus(scope, kind, status, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
  if (error) return <Problem title="The list cannot be read" error={error} retry={() => void refetch()} />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="failed">
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <Link to={{ ...itemsOf(scope), item: item.asset_id ?? item.id }} className="failed__name">
              {item.label === undefined ? item.filename : `${item.label} in ${item.filename}`}
            </Link>
            <span className="failed__reason">{item.reason ?? 'No reason was given.'}</span>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {`Show more (${count(items.length)} of ${count(data?.pages[0]?.count ?? items.length)})`}
        </Button>
      )}
    </div>
  );
}
