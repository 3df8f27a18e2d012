// The tools that float at the map's top left.
import type { ReactElement } from 'react';
import type { Gesture } from '../map/region';
import type { Tool } from '../map/sketcher';
import { Button } from '../widgets/button';
import type { IconName } from '../widgets/icons';

interface Props {
  tool: Tool;
  how: Gesture['how'];
  hasRegion: boolean;
  canUndo: boolean;
  onTool: (tool: Tool) => void;
  onHow: (how: Gesture['how']) => void;
  onUndo: () => void;
  onReset: () => void;
  onZoom: (direction: 'in' | 'out') => void;
  onFit: () => void;
}

export const kTools: readonly { tool: Tool; icon: IconName; name: string; keys: string; help: string }[] = [
  { tool: 'pan', icon: 'hand', name: 'Move', keys: 'v', help: 'Drag moves the map, the wheel zooms, a click opens the image.' },
  { tool: 'polygon', icon: 'polygon', name: 'Polygon', keys: 'p', help: 'Click corner by corner; Enter, a double click or the first corner closes it.' },
  { tool: 'freehand', icon: 'lasso', name: 'Freehand', keys: 'f', help: 'Draw around the points.' },
  { tool: 'rectangle', icon: 'rectangle', name: 'Rectangle', keys: 'r', help: 'Drag from corner to corner.' },
  { tool: 'cluster', icon: 'cluster', name: 'Cluster', keys: 'c', help: 'Click a point: its whole cluster.' },
];

const kHows: readonly { how: Gesture['how']; icon: IconName; name: string; keys: string }[] = [
  { how: 'add', icon: 'plus', name: 'Add to the selection', keys: 'Shift' },
  { how: 'remove', icon: 'minus', name: 'Remove from the selection', keys: 'Alt' },
];

export function MapTools({ tool, how, hasRegion, canUndo, onTool, onHow, onUndo, onReset, onZoom, onFit }: Props): ReactElement {
  return (
    <>
      <div className="maptools" role="toolbar" aria-label="Map tools" aria-orientation="vertical">
        {kTools.map(({ tool: one, icon, name, keys }) => (
          <Button key={one} kind="quiet" icon={icon} label={name} keys={keys} aria-pressed={tool === one} onClick={() => onTool(one)} />
        ))}
        <hr />
        {kHows.map(({ how: one, icon, name, keys }) => (
          <Button key={one} kind="quiet" icon={icon} label={name} keys={keys} aria-pressed={how === one} onClick={() => onHow(how === one ? 'replace' : one)} />
        ))}
        <Button kind="quiet" icon="undo" label="Undo the selection" keys="Control+Z" disabled={!canUndo} onClick={onUndo} />
      </div>
      <div className="maptools maptools--zoom" role="toolbar" aria-label="Zoom" aria-orientation="vertical">
        <Button kind="quiet" icon="plus" label="Zoom in" keys="+" onClick={() => onZoom('in')} />
        <Button kind="quiet" icon="minus" label="Zoom out" keys="-" onClick={() => onZoom('out')} />
        <Button kind="quiet" icon="fit" label="Show the whole map" keys="0" onClick={onFit} />
      </div>
      {hasRegion && (
        <div className="mapreset">
          <Button keys="Escape" onClick={onReset}>
            Reset selection
          </Button>
        </div>
      )}
    </>
  );
}
