// What every selection bar has: how many are selected, all of them, sharpening a search by them, and none.
import type { ReactElement, ReactNode } from 'react';
import { count } from '../state/format';
import { selectedCount, type Selection } from '../state/selection';
import { Button } from '../widgets/button';

export interface SelectionFrameProps {
  total: number;
  selection: Selection;
  onAll: () => void;
  onClear: () => void;
  onSharpen: ((sign: 'like' | 'unlike') => void) | null; // while similar items are shown
}

// `children` is what can be done with the selected items, `dialogs` what asks before it.
export function SelectionFrame({ total, selection, onAll, onClear, onSharpen, children, dialogs }: SelectionFrameProps & { children: ReactNode; dialogs: ReactNode }): ReactElement {
  const selected = selectedCount(selection, total);
  return (
    <div className="selection" role="group" aria-label="Selection">
      <span className="selection__count">
        <b>{count(selected)}</b> selected of {count(total)}
      </span>
      {selected < total && (
        <Button kind="quiet" keys="Control+A" onClick={onAll}>
          Select all {count(total)}
        </Button>
      )}
      {onSharpen && (
        <>
          <Button icon="plus" onClick={() => onSharpen('like')}>
            More like these
          </Button>
          <Button icon="minus" onClick={() => onSharpen('unlike')}>
            Less like these
          </Button>
        </>
      )}
      {children}
      <span className="selection__end">
        <Button kind="quiet" keys="Escape" onClick={onClear}>
          Reset selection
        </Button>
      </span>
      {dialogs}
    </div>
  );
}
