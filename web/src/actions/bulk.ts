// What can be done with many items at once. Each says what was done, and offers to undo it where that is possible.
import { act, undo } from '../api/bulk';
import type { FilterBody } from '../api/filter';
import { attachTag, createTag, detachTag, listTags } from '../api/tags';
import { removeItems } from '../api/items';
import type { Listed, Scope } from '../api/scope';
import { addAssets, copyAssets, forkVersion, kMostAssetsAtOnce } from '../api/versions';
import type { DatasetVersion } from '../api/types';
import { plural } from '../state/format';
import { go } from '../state/location';
import { client, refreshScope } from '../state/queries';
import type { ItemSource } from '../state/item_source';
import type { Selection } from '../state/selection';
import { tell, tellProblem } from '../state/toasts';
import { itemsOf } from '../state/url';

// What is selected, in the way that reaches the server with the least: as the filter that finds it, or as ids.
export type Chosen = { by: 'filter'; filter: FilterBody; count: number } | { by: 'ids'; ids: readonly string[] };

export async function chosen(source: ItemSource, selection: Selection, total: number): Promise<Chosen> {
  if (selection.all && selection.ids.size === 0 && source.filter !== null) return { by: 'filter', filter: source.filter, count: total };
  return { by: 'ids', ids: await chosenIds(source, selection) };
}

export async function chosenIds(source: ItemSource, selection: Selection): Promise<string[]> {
  if (!selection.all) return [...selection.ids];
  return (await source.ids(0, Infinity)).filter((id) => !selection.ids.has(id));
}

export async function tagChosen(scope: Listed, what: Chosen, name: string): Promise<void> {
  if (what.by === 'ids') return tagItems(scope, what.ids, name);
  try {
    const job = await act(scope, what.filter, { action: 'add_tag', tag: name });
    void client.invalidateQueries({ queryKey: ['jobs'] });
    tell(`Tagging ${plural(job.count, 'image')} “${name}”.`, { name: 'Undo', run: () => void undoJob(job.job_id) });
  } catch (error) {
    tellProblem(`“${name}” could not be attached.`, error);
  }
}

async function undoJob(job: string): Promise<void> {
  try {
    const { count } = await undo(job);
    void client.invalidateQueries({ queryKey: ['jobs'] });
    tell(`Taking it back from ${plural(count, 'image')}.`);
  } catch (error) {
    tellProblem('It was not taken back.', error);
  }
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

// A job copies them; a version of more assets than one request names is forked with the first and filled after.
export async function forkChosen(parent: DatasetVersion, name: string, what: Chosen, withTags: boolean): Promise<void> {
  if (what.by === 'filter') {
    const { version, count } = await act({ kind: 'version', id: parent.id, of: 'images' }, what.filter, {
      action: 'fork',
      version: name,
      with_tags: withTags,
      with_labels: true,
      with_annotations: true,
    });
    if (version) tellOfVersion(`“${name}” is being made with ${plural(count, 'asset')}.`, { id: version.id, name });
    return;
  }
  const version = await forkVersion(parent.origin_id, parent.id, name, what.ids.slice(0, kMostAssetsAtOnce), withTags);
  await copyAssets(parent.id, version.id, what.ids.slice(kMostAssetsAtOnce), withTags);
  tellOfVersion(`“${name}” is being made with ${plural(what.ids.length, 'asset')}.`, { id: version.id, name });
}

export async function addToVersion(scope: Listed, source: ItemSource, what: Chosen, version: { id: string; name: string }): Promise<void> {
  if (what.by === 'filter' && scope.kind === 'version') {
    await act(scope, what.filter, { action: 'add_to_version', version_id: version.id, with_tags: false, with_annotations: true });
    tellOfVersion(`${plural(what.count, 'image')} on the way into “${version.name}”.`, version);
    return;
  }
  const ids = what.by === 'ids' ? what.ids : await source.ids(0, Infinity);
  if (scope.kind === 'datalake') await addAssets(version.id, ids);
  else await copyAssets(scope.id, version.id, ids, false);
  tellOfVersion(`${plural(ids.length, 'image')} on the way into “${version.name}”.`, version);
}

export async function removeChosen(scope: Listed, what: Chosen): Promise<void> {
  if (what.by === 'filter') {
    const { count } = await act(scope, what.filter, { action: 'remove' });
    void client.invalidateQueries({ queryKey: ['jobs'] });
    tell(`Removing ${plural(count, 'image')}.`);
    return;
  }
  await removeItems(scope, what.ids);
  await refreshScope(scope);
  tell(`${plural(what.ids.length, 'image')} removed.`);
}
