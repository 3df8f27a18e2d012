// Tag items by the tag's name: made when it is new, attached, and taken off again on Undo.
import { attachTag, createTag, detachTag, listTags } from '../api/tags';
import type { Scope } from '../api/scope';
import { plural } from '../state/format';
import { refreshScope } from '../state/queries';
import { tell, tellProblem } from '../state/toasts';

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
