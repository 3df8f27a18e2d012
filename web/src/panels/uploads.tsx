// Dropping or choosing files, and how their upload goes.
import { useRef, useState, type DragEvent, type ReactElement, type ReactNode } from 'react';
import { filesOf } from '../actions/dropped_files';
import type { Uploads } from '../actions/use_uploads';
import { count, plural } from '../state/format';
import { tellProblem } from '../state/toasts';
import { Button } from '../widgets/button';
import { Icon } from '../widgets/icons';
import { ProgressBar } from '../widgets/progress_bar';

interface DropProps {
  enabled: boolean;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

export function DropZone({ enabled, onFiles, children }: DropProps): ReactElement {
  const [over, setOver] = useState(false);
  const accepts = (event: DragEvent): boolean => enabled && event.dataTransfer.types.includes('Files');
  return (
    <main
      className="page"
      onDragOver={(event) => {
        if (!accepts(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false);
      }}
      onDrop={(event) => {
        if (!accepts(event)) return;
        event.preventDefault();
        setOver(false);
        filesOf(event.dataTransfer).then(onFiles, (error: unknown) => tellProblem('The dropped files cannot be read.', error));
      }}
    >
      {children}
      {over && (
        <div className="drop" aria-hidden="true">
          <Icon name="upload" /> Drop to upload into this datalake
        </div>
      )}
    </main>
  );
}

interface FileButtonProps {
  kind: 'primary' | 'plain';
  onFiles: (files: File[]) => void;
  children: string;
}

export function FileButton({ kind, onFiles, children }: FileButtonProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept="image/*"
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button kind={kind} icon="upload" onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}

export function UploadPanel({ uploads }: { uploads: Uploads }): ReactElement | null {
  const { total, done, failed, close } = uploads;
  if (total === 0) return null;
  const ended = done + failed.length;
  return (
    <section className="uploads" aria-label="Uploads">
      <header className="uploads__head">
        <b>
          {count(done)} of {plural(total, 'file')} uploaded
        </b>
        {ended === total && <Button kind="quiet" icon="close" label="Close uploads" onClick={close} />}
      </header>
      <ProgressBar done={ended} total={total} name="Upload" quiet={ended === total} />
      {failed.length > 0 && (
        <ul className="uploads__failed">
          {failed.map(({ name, reason }, index) => (
            <li key={index}>
              <Icon name="warning" /> <b>{name}</b> {reason}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
