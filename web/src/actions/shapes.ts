// What is done with many shapes at once. Their ids go a thousand at a time, each thousand all or nothing.
import { changeShapes, type BulkShapeChange } from '../api/shapes';
import { plural } from '../state/format';
import { refreshScope } from '../state/queries';
import { tell, tellProblem } from '../state/toasts';

// `done` as in "3 shapes accepted".
export async function changeChosenShapes(version: string, ids: () => Promise<readonly string[]>, change: BulkShapeChange, done: string): Promise<void> {
  try {
    const asked = await ids();
    const changed = await changeShapes(version, asked, change);
    const gone = asked.length - changed;
    tell(`${plural(changed, 'shape')} ${done}.${gone > 0 ? ` ${plural(gone, 'shape')} had been deleted meanwhile.` : ''}`);
  } catch (error) {
    tellProblem('Not all of the shapes were changed.', error);
  }
  await refreshScope({ kind: 'version', id: version });
}
