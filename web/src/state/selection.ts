// Which items are selected and which one is current (where the keys act). Pure: each gesture gives the next selection.

export interface Selection {
  all: boolean; // everything that matches, loaded or not, save `ids`; else just `ids`
  ids: ReadonlySet<string>;
  current: number | null; // place in the grid
  anchor: number | null; // where a range began
}

export const kNothing: Selection = { all: false, ids: new Set(), current: null, anchor: null };

export type IdAt = (index: number) => string | null;

export function isSelected(selection: Selection, id: string): boolean {
  return selection.all !== selection.ids.has(id);
}

// How many of `total` matching items are selected.
export function selectedCount(selection: Selection, total: number): number {
  return selection.all ? Math.max(0, total - selection.ids.size) : selection.ids.size;
}

// The one selected item, when it is one and known by id.
export function onlySelected(selection: Selection): string | null {
  return !selection.all && selection.ids.size === 1 ? ([...selection.ids][0] ?? null) : null;
}

// Plain click: this one alone.
export function selectOnly(index: number, idAt: IdAt): Selection {
  const id = idAt(index);
  return { all: false, ids: new Set(id === null ? [] : [id]), current: index, anchor: index };
}

// Ctrl click, the tile's box, or `x`.
export function toggle(selection: Selection, index: number, idAt: IdAt): Selection {
  const id = idAt(index);
  if (id === null) return selection;
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { all: selection.all, ids, current: index, anchor: index };
}

// The places from the anchor to here: what Shift click and Shift and arrows select.
export function rangeTo(selection: Selection, index: number): { first: number; end: number } {
  const anchor = selection.anchor ?? index;
  return { first: Math.min(anchor, index), end: Math.max(anchor, index) + 1 };
}

// A range and nothing else. `ids` are those of rangeTo's places, which may have to be fetched first.
export function selectRange(selection: Selection, index: number, ids: readonly string[]): Selection {
  return { all: false, ids: new Set(ids), current: index, anchor: selection.anchor ?? index };
}

export function selectAll(selection: Selection): Selection {
  return { all: true, ids: new Set(), current: selection.current, anchor: selection.anchor };
}

export function selectNone(selection: Selection): Selection {
  return { ...kNothing, current: selection.current };
}

export function moveTo(selection: Selection, index: number): Selection {
  return { ...selection, current: index, anchor: index };
}
