// How far work has come; without a total it only says that something moves.
import type { ReactElement } from 'react';
import { count, percent } from '../state/format';

interface Props {
  done: number;
  total: number;
  name: string; // of the work, for screen readers
  quiet?: boolean; // ended or paused
}

export function ProgressBar({ done, total, name, quiet = false }: Props): ReactElement {
  const known = total > 0;
  const value = percent(done, total);
  return (
    <div
      className={`progress${quiet ? ' progress--quiet' : ''}${known ? '' : ' progress--unknown'}`}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { 'aria-valuenow': value, 'aria-valuetext': `${count(done)} of ${count(total)}` } : {})}
    >
      <div className="progress__bar" style={{ width: known ? `${(Math.min(done, total) / total) * 100}%` : '30%' }} />
    </div>
  );
}
