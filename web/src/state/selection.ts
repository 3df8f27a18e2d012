// Which items are selected and which one is current (where the keys act). Pure: each gesture gives the next selection.

export interface Selection {
  ids: ReadonlySet<string>;
  current: number | null; // place in the grid
  anchor: number | null; // where a range began
}

export const kNothing: Selection = { ids: new Set(), current: null, anchor: null };

export type IdAt = (index: number) => string | null;

// Plain click: this one alone.
export function selectOnly(index: number, idAt: IdAt): Selection {
  const id = idAt(index);
  return { ids: new Set(id === null ? [] : [id]), current: index, anchor: index };
}

// Ctrl click, the tile's box, or `x`.
export function toggle(selection: Selection, index: number, idAt: IdAt): Selection {
  const id = idAt(index);
  if (id === null) return selection;
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, current: index, anchor: index };
}

// Shift click or Shift and arrows: from the anchor to here, added to nothing else. Items that have not loaded stay out.
export function extendTo(selection: Selection, index: number, idAt: IdAt): Selection {
  const anchor = selection.anchor ?? index;
  const ids = new Set<string>();
  for (let at = Math.min(anchor, index); at <= Math.max(anchor, index); ++at) {
    const id = idAt(at);
    if (id !== null) ids.add(id);
  }
  return { ids, current: index, anchor };
}

export function moveTo(selection: Selection, index: number): Selection {
  return { ids: selection.ids, current: index, anchor: index };
}
