// What can be done with many items at once. Each says what was done, and offers to undo it where that is possible.
import { attachTag, createTag, detachTag, listTags } from '../api/tags';
import { removeItems } from '../api/items';
import type { Scope } from '../api/scope';
import { addAssets, copyAssets, forkVersion, kMostAssetsAtOnce } from '../api/versions';
import type { DatasetVersion } from '../api/types';
import { plural } from '../state/format';
import { go } from '../state/location';
import { client, refreshScope } from '../state/queries';
import type { ItemSource } from '../state/item_source';
import type { Selection } from '../state/selection';
import { tell, tellProblem } from '../state/toasts';
import { itemsOf } from '../state/url';

// The ids of everything selected; those that were never loaded are asked for.
export async function selectedIds(source: ItemSource, selection: Selection): Promise<string[]> {
  if (!selection.all) return [...selection.ids];
  return (await source.ids(0, Infinity)).filter((id) => !selection.ids.has(id));
}

export async function tagItems(scope: Scope, ids: readonly string[], name: string): Promise<void> {
  try {
    const known = (await listTags(scope)).find((tag) => tag.name === name);
    const tag = known ?? (await createTag(scope, name));
    await attachTag(tag.id, ids);
    await refreshScope(scope);
    tell(`Tagged ${plural(ids.length, 'image')} “${name}”.`, { name: 'Undo', run: () => void untagItems(scope, ids, tag.id, name) });
  } catch (error) {
    tellProblem(`“${name}” could not be attached.`, error);
  }
}

export async function untagItems(scope: Scope, ids: readonly string[], tag: string, name: string): Promise<void> {
  try {
    await detachTag(tag, ids);
    await refreshScope(scope);
    tell(`“${name}” taken off ${plural(ids.length, 'image')}.`);
  } catch (error) {
    tellProblem(`“${name}” could not be taken off.`, error);
  }
}

function tellOfVersion(what: string, version: { id: string; name: string }): void {
  void client.invalidateQueries({ queryKey: ['versions'] });
  void client.invalidateQueries({ queryKey: ['jobs'] });
  tell(what, { name: `Open ${version.name}`, run: () => go(itemsOf({ kind: 'version', id: version.id })) });
}

// A job copies them; a version of more assets than one request names is forked empty-handed first and filled after.
export async function forkSelected(parent: DatasetVersion, name: string, ids: readonly string[], withTags: boolean): Promise<void> {
  const version = await forkVersion(parent.origin_id, parent.id, name, ids.slice(0, kMostAssetsAtOnce), withTags);
  await copyAssets(parent.id, version.id, ids.slice(kMostAssetsAtOnce), withTags);
  tellOfVersion(`“${name}” is being made with ${plural(ids.length, 'asset')}.`, { id: version.id, name });
}

export async function addToVersion(scope: Scope, ids: readonly string[], version: { id: string; name: string }): Promise<void> {
  if (scope.kind === 'datalake') await addAssets(version.id, ids);
  else await copyAssets(scope.id, version.id, ids, false);
  tellOfVersion(`${plural(ids.length, 'image')} on the way into “${version.name}”.`, version);
}

export async function removeSelected(scope: Scope, ids: readonly string[]): Promise<void> {
  await removeItems(scope, ids);
  await refreshScope(scope);
  tell(`${plural(ids.length, 'image')} removed.`);
}
