// The groups of a map with their colours and sizes: a click hides one, a double click shows it alone, "Select" takes all of it.
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { isHidden, isolated, kNothingHidden, toggled, type Hidden } from '../map/hidden_text';
import { css, kGroupColours, kGroupSlots, kNoise } from '../map/palette';
import { count } from '../state/format';
import type { Colouring, Group } from '../state/map_scene';
import { sentence } from '../state/toasts';
import { Button } from '../widgets/button';

interface Props {
  groups: readonly Group[]; // largest first
  colour: Colouring;
  hasLabels: boolean; // shapes are drawn here
  canScore: boolean; // something is being searched for
  hidden: Hidden;
  note: Error | null; // why colours are missing
  onColour: (colour: Colouring) => void;
  onHidden: (hidden: Hidden) => void;
  onSelect: (group: number) => void;
  children?: ReactNode; // tools in its head
}

const kMost = 300; // rows; what is beyond is told by its number
const kDouble = 240; // ms: a click waits that long whether it is the first of two, so that nothing flickers

export function MapLegend({ groups, colour, hasLabels, canScore, hidden, note, onColour, onHidden, onSelect, children }: Props): ReactElement {
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const click = (group: number, clicks: number): void => {
    window.clearTimeout(timer.current);
    if (clicks > 1) onHidden(isolated(hidden, group));
    else timer.current = window.setTimeout(() => onHidden(toggled(hidden, group)), kDouble);
  };
  const hides = hidden.all || hidden.groups.size > 0;
  return (
    <section className="legend" aria-label="Legend">
      <header className="legend__head">
        <select className="legend__colour" aria-label="Colour by" title="Colour by" value={colour} onChange={(event) => onColour(event.target.value as Colouring)}>
          <option value="cluster">Clusters</option>
          <option value="tag">Tags</option>
          {hasLabels && <option value="label">Labels</option>}
          {(canScore || colour === 'score') && <option value="score">Scores</option>}
        </select>
        {hides && (
          <Button kind="quiet" onClick={() => onHidden(kNothingHidden)}>
            Show all
          </Button>
        )}
        {children}
      </header>
      {note !== null && <p className="legend__more warning">{sentence(note)}</p>}
      {colour === 'score' && (
        <p className="legend__more">
          <span className="legend__ramp" aria-hidden="true" />
          The strongest is the best found; grey was not found.
        </p>
      )}
      <ul className="legend__list" hidden={colour === 'score'}>
        {groups.slice(0, kMost).map(({ group, name, items }) => (
          <li key={group} className="legend__row">
            <button
              type="button"
              className="legend__name"
              aria-pressed={!isHidden(hidden, group)}
              title="Click hides or shows; double click shows it alone"
              onClick={(event) => (event.detail === 0 ? onHidden(toggled(hidden, group)) : click(group, event.detail))}
            >
              <Swatch group={group} />
              <span className="legend__text">{name}</span>
              <span className="numbers muted">{count(items)}</span>
            </button>
            {colour === 'cluster' && <Button kind="quiet" icon="check" label={`Select ${name}`} onClick={() => onSelect(group)} />}
          </li>
        ))}
      </ul>
      {groups.length > kMost && <p className="muted legend__more">and {count(groups.length - kMost)} smaller ones</p>}
    </section>
  );
}

// Colours repeat after twenty groups; the mark's shape tells them apart.
function Swatch({ group }: { group: number }): ReactElement {
  const fill = css(group < 0 ? kNoise : kGroupColours[group % kGroupSlots]!);
  const round = group < 0 ? 0 : Math.floor(group / kGroupSlots) % 4;
  const marks = ['M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1Z', 'M1 1h10v10H1Z', 'M6 .5 11.5 11H.5Z', 'M6 .5 11.5 6 6 11.5.5 6Z'] as const;
  return (
    <svg className="legend__mark" viewBox="0 0 12 12" aria-hidden="true">
      <path d={marks[round as 0 | 1 | 2 | 3]} fill={fill} opacity={group < 0 ? 0.55 : 1} />
    </svg>
  );
}
