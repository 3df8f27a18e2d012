// A link within the app: a real address (open in a new tab, copy), followed without loading the page again.
import type { MouseEvent, ReactElement, ReactNode } from 'react';
import { go } from '../state/location';
import { formatRoute, type Route } from '../state/url';

interface Props {
  to: Route;
  className?: string;
  current?: boolean;
  title?: string;
  children: ReactNode;
}

export function Link({ to, className, current = false, title, children }: Props): ReactElement {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={formatRoute(to)} className={className} title={title} onClick={follow} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {children}
    </a>
  );
}
