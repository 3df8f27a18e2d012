// What the grid's place shows when there is no grid: nothing there, nothing found, or a fault.
import type { ReactElement } from 'react';
import { ApiError } from '../api/client';
import { kNouns, type Listed } from '../api/scope';
import { go } from '../state/location';
import { itemsOf } from '../state/url';
import { Button } from '../widgets/button';
import { Notice, Problem } from '../widgets/notice';
import { FileButton } from '../panels/uploads';

interface EmptyProps {
  scope: Listed;
  narrowed: boolean;
  mayEdit: boolean;
  onFiles: (files: File[]) => void;
  onClear: () => void;
}

export function EmptyList({ scope, narrowed, mayEdit, onFiles, onClear }: EmptyProps): ReactElement {
  if (narrowed) {
    return (
      <Notice icon="search" title="Nothing matches" actions={<Button onClick={onClear}>Show everything</Button>}>
        No {kNouns[scope.of]} passes every chip above. Remove one, or ask for more results.
      </Notice>
    );
  }
  if (scope.of === 'shapes') {
    return (
      <Notice icon="polygon" title="This version has no shapes yet" actions={<Button onClick={() => go(itemsOf(scope))}>Assets</Button>}>
        Open an asset and draw on it, or import COCO, YOLO or Pascal VOC files: <code>kindred import FOLDER --annotations FILES</code>
      </Notice>
    );
  }
  if (scope.kind === 'version') {
    return (
      <Notice icon="image" title="This version has no assets yet">
        Add Data of a datalake with the SDK, or import a folder: <code>kindred import FOLDER --dataset NAME --version NAME</code>
      </Notice>
    );
  }
  return (
    <Notice
      icon="upload"
      title="This datalake is empty"
      actions={
        mayEdit && (
          <FileButton kind="primary" onFiles={onFiles}>
            Choose files
          </FileButton>
        )
      }
    >
      {mayEdit ? 'Drop pictures anywhere on this page, or choose files.' : 'An editor can add pictures here.'}
    </Notice>
  );
}

interface ProblemProps {
  scope: Listed;
  searching: boolean;
  error: Error;
  retry: () => void;
}

export function ListProblem({ scope, searching, error, retry }: ProblemProps): ReactElement {
  const refused = error instanceof ApiError && (error.status === 400 || error.status === 409);
  if (error instanceof ApiError && error.status === 404 && !searching) {
    return (
      <Problem
        title={scope.kind === 'datalake' ? 'There is no such datalake' : 'There is no such version'}
        error={new Error('It may have been deleted by someone else, or the link is wrong.')}
        actions={<Button onClick={() => go({ page: 'home' })}>Go to the start</Button>}
      />
    );
  }
  return (
    <Problem
      title={searching ? 'The search did not work' : `The ${scope.of} cannot be listed`}
      error={error}
      retry={retry}
      actions={searching && refused && <Button onClick={() => go({ page: 'settings', scope })}>Visual Search settings</Button>}
    />
  );
}
