// What must be answered before going on: the browser's own modal dialog, so focus is kept in and given back.
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { sentence } from '../state/toasts';
import { Button } from './button';

interface DialogProps {
  title: string;
  confirm: string;
  refuse?: string; // the word on the other button
  ready?: boolean; // the form is filled in
  // Rejecting keeps the dialog open and shows why.
  onConfirm: () => void | Promise<void>;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}

export function FormDialog({ title, confirm, refuse = 'Cancel', ready = true, onConfirm, onClose, wide = false, children }: DialogProps): ReactElement {
  const element = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  const submit = async (): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm();
      element.current?.close();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <dialog ref={element} className={wide ? 'dialog dialog--wide' : 'dialog'} aria-label={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void submit();
        }}
      >
        <h2 className="dialog__title">{title}</h2>
        <div className="dialog__text">{children}</div>
        {problem !== null && (
          <p className="warning dialog__problem" role="alert">
            {problem}
          </p>
        )}
        <div className="dialog__actions">
          <Button onClick={() => element.current?.close()}>{refuse}</Button>
          <Button kind="primary" type="submit" disabled={!ready || busy}>
            {confirm}
          </Button>
        </div>
      </form>
    </dialog>
  );
}

// A question with two answers.
export function ConfirmDialog(props: Omit<DialogProps, 'refuse' | 'ready' | 'wide'>): ReactElement {
  return <FormDialog refuse="Keep" {...props} />;
}

// Something to read, closed with one key.
export function InfoDialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }): ReactElement {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} className="dialog" aria-label={title} onClose={onClose}>
      <h2 className="dialog__title">{title}</h2>
      <div className="dialog__text">{children}</div>
      <div className="dialog__actions">
        <Button kind="primary" onClick={() => element.current?.close()}>
          Close
        </Button>
      </div>
    </dialog>
  );
}
