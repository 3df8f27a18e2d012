// Which groups are not shown, as short text for an address: "3.-1" hides these, "!7" all but these.

export interface Hidden {
  all: boolean; // everything is hidden, save `groups`; else just `groups`
  groups: ReadonlySet<number>;
}

export const kNothingHidden: Hidden = { all: false, groups: new Set() };

export function isHidden({ all, groups }: Hidden, group: number): boolean {
  return all !== groups.has(group);
}

export function hiddenText({ all, groups }: Hidden): string | null {
  if (!all && groups.size === 0) return null;
  return (all ? '!' : '') + [...groups].sort((a, b) => a - b).join('.');
}

export function parseHidden(text: string | null): Hidden {
  if (text === null) return kNothingHidden;
  const all = text.startsWith('!');
  const numbers = (all ? text.slice(1) : text).split('.').map((part) => (part === '' ? NaN : Number(part)));
  const groups = new Set(numbers.filter((group) => Number.isSafeInteger(group)));
  return groups.size === 0 ? kNothingHidden : { all, groups };
}

// One click on a group's name.
export function toggled(hidden: Hidden, group: number): Hidden {
  const groups = new Set(hidden.groups);
  if (!groups.delete(group)) groups.add(group);
  return hidden.all && groups.size === 0 ? kNothingHidden : { all: hidden.all, groups };
}

// A double click: this group alone, or all again when it is alone already.
export function isolated(hidden: Hidden, group: number): Hidden {
  return hidden.all && hidden.groups.size === 1 && hidden.groups.has(group) ? kNothingHidden : { all: true, groups: new Set([group]) };
}
