// The pages of one Datalake or version.
import type { ReactElement, ReactNode } from 'react';
import type { Scope } from '../api/scope';
import { count } from '../state/format';
import { itemsOf, type Route } from '../state/url';
import { Link } from '../widgets/link';

interface Props {
  scope: Scope;
  page: Route['page'];
  total: number | null;
  children?: ReactNode; // tools at the right
}

export function Tabs({ scope, page, total, children }: Props): ReactElement {
  return (
    <div className="tabs">
      {page === 'items' && <h1 className="visually-hidden">{scope.kind === 'datalake' ? 'Data' : 'Assets'}</h1>}
      <nav className="tabs__links" aria-label="Pages">
        <Link to={itemsOf(scope)} className="tab" current={page === 'items'}>
          {scope.kind === 'datalake' ? 'Data' : 'Assets'} {total !== null && <span className="numbers muted">{count(total)}</span>}
        </Link>
        <Link to={{ page: 'settings', scope }} className="tab" current={page === 'settings'}>
          Settings
        </Link>
      </nav>
      <div className="tabs__tools">{children}</div>
    </div>
  );
}
