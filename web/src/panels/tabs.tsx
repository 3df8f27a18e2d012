// The pages of one Datalake or version.
import type { ReactElement, ReactNode } from 'react';
import type { ItemKind, Scope } from '../api/scope';
import { count } from '../state/format';
import { itemsOf } from '../state/url';
import { Link } from '../widgets/link';

interface Props {
  scope: Scope;
  page: 'settings' | ItemKind;
  total: number | null;
  children?: ReactNode; // tools at the right
}

export function Tabs({ scope, page, total, children }: Props): ReactElement {
  const of = page === 'settings' ? null : page;
  return (
    <div className="tabs">
      {of !== null && <h1 className="visually-hidden">{of === 'shapes' ? 'Shapes' : scope.kind === 'datalake' ? 'Data' : 'Assets'}</h1>}
      <nav className="tabs__links" aria-label="Pages">
        <Link to={itemsOf(scope)} className="tab" current={of === 'images'}>
          {scope.kind === 'datalake' ? 'Data' : 'Assets'} {of === 'images' && total !== null && <span className="numbers muted">{count(total)}</span>}
        </Link>
        {scope.kind === 'version' && (
          <Link to={itemsOf(scope, 'shapes')} className="tab" current={of === 'shapes'}>
            Shapes {of === 'shapes' && total !== null && <span className="numbers muted">{count(total)}</span>}
          </Link>
        )}
        <Link to={{ page: 'settings', scope }} className="tab" current={page === 'settings'}>
          Settings
        </Link>
      </nav>
      <div className="tabs__tools">{children}</div>
    </div>
  );
}
