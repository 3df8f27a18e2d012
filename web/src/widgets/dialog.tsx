// A question that must be answered before going on: the browser's own modal dialog, so focus is kept in and given back.
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Button } from './button';

interface Props {
  title: string;
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function ConfirmDialog({ title, confirm, onConfirm, onClose, children }: Props): ReactElement {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} className="dialog" aria-label={title} onClose={onClose}>
      <h2 className="dialog__title">{title}</h2>
      <div className="dialog__text">{children}</div>
      <div className="dialog__actions">
        <Button onClick={() => element.current?.close()}>Keep</Button>
        <Button
          kind="primary"
          onClick={() => {
            onConfirm();
            element.current?.close();
          }}
        >
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
