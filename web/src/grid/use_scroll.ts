// Ties a scrolling element to a ScaledScroll and a GridLayout: says what is in view, and keeps the item at the top in its place when the
// width, the zoom or the number of items changes.
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { layoutGrid, layoutTable, offsetToShow, type GridLayout } from './layout';
import { ScaledScroll } from './scaled_scroll';

const kPause = 140; // ms without a scroll event: the bar may be put right

export interface GridScroll {
  element: RefObject<HTMLDivElement | null>;
  layout: GridLayout;
  viewport: number;
  offset: number; // of the content
  physical: number; // of the element
  physicalHeight: number;
  onScroll: () => void;
  show: (index: number) => void;
}

// `wantedTile` null: a table.
export function useGridScroll(count: number, wantedTile: number | null): GridScroll {
  const element = useRef<HTMLDivElement>(null);
  const [scroll] = useState(() => new ScaledScroll());
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [place, setPlace] = useState({ offset: 0, physical: 0 });
  const layout = wantedTile === null ? layoutTable(count, size.width) : layoutGrid(count, size.width, wantedTile);
  const previous = useRef(layout);
  const timer = useRef<number | undefined>(undefined);

  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(() => setSize({ width: target.clientWidth, height: target.clientHeight }));
    observer.observe(target);
    setSize({ width: target.clientWidth, height: target.clientHeight });
    return () => observer.disconnect();
  }, []);

  const put = useCallback(
    (physical: number | null) => {
      const target = element.current;
      if (target && physical !== null) {
        target.scrollTop = physical;
        // The browser rounds; take over what it made of it, or the next event would look like a small move.
        if (Math.abs(target.scrollTop - physical) < 2) scroll.onScroll(target.scrollTop);
      }
      setPlace((now) => (now.offset === scroll.offset && now.physical === scroll.physical ? now : { offset: scroll.offset, physical: scroll.physical }));
    },
    [scroll],
  );

  useLayoutEffect(() => {
    const before = previous.current;
    previous.current = layout;
    const firstItem = Math.floor(scroll.offset / before.rowHeight) * before.columns;
    scroll.resize(layout.height, size.height);
    const moved = before.columns !== layout.columns || before.rowHeight !== layout.rowHeight;
    put(moved && scroll.offset > 0 ? scroll.scrollTo(Math.floor(firstItem / layout.columns) * layout.rowHeight) : scroll.physical);
  }, [layout.columns, layout.rowHeight, layout.height, size.height, put, scroll]);

  const onScroll = useCallback(() => {
    const target = element.current;
    if (!target) return;
    scroll.onScroll(target.scrollTop);
    put(scroll.stuck ? scroll.settle() : null);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => put(scroll.settle()), kPause);
  }, [put, scroll]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const show = (index: number): void => {
    const offset = offsetToShow(layout, index, scroll.offset, size.height);
    if (offset !== scroll.offset) put(scroll.scrollTo(offset));
  };

  return { element, layout, viewport: size.height, ...place, physicalHeight: scroll.physicalHeight, onScroll, show };
}
