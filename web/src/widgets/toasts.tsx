// Shows the notes of state/toasts.ts, and reads them out.
import type { ReactElement } from 'react';
import { dismiss, useToasts } from '../state/toasts';
import { Button } from './button';
import { Icon } from './icons';

export function Toasts(): ReactElement {
  return (
    <div className="toasts" role="status" aria-live="polite">
      {useToasts().map((toast) => (
        <div key={toast.id} className={`toast toast--${toast.kind}`}>
          {toast.kind === 'problem' && <Icon name="warning" />}
          <span className="toast__text">{toast.text}</span>
          {toast.action && (
            <Button
              kind="quiet"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.name}
            </Button>
          )}
          <Button kind="quiet" icon="close" label="Close this note" onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  );
}
