// The designed empty and error states: what is the case, why, and what to do next.
import type { ReactElement, ReactNode } from 'react';
import { sentence } from '../state/toasts';
import { Button } from './button';
import { Icon, type IconName } from './icons';

interface Props {
  icon: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

export function Notice({ icon, title, children, actions }: Props): ReactElement {
  return (
    <div className="notice">
      <div className="notice__icon">
        <Icon name={icon} />
      </div>
      <h2 className="notice__title">{title}</h2>
      {children && <div className="notice__text">{children}</div>}
      {actions && <div className="notice__actions">{actions}</div>}
    </div>
  );
}

export function Problem({ title, error, retry, actions }: { title: string; error: unknown; retry?: () => void; actions?: ReactNode }): ReactElement {
  return (
    <div role="alert" className="problem">
      <Notice
        icon="warning"
        title={title}
        actions={
          <>
            {actions}
            {retry && <Button onClick={retry}>Retry</Button>}
          </>
        }
      >
        {sentence(error)}
      </Notice>
    </div>
  );
}
