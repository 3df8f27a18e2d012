// A MapView on three elements, kept as the scene, the address, the theme and the tools say.
import { useEffect, useRef, useState, type RefObject } from 'react';
import { cameraText, parseCamera } from '../map/camera';
import { MapView } from '../map/map_view';
import type { PointSet } from '../map/point_set';
import type { Gesture } from '../map/region';
import type { Tool } from '../map/sketcher';
import type { MapScene } from '../state/map_scene';
import { theme, usePreference } from '../state/preferences';

export interface Hovered {
  point: number;
  px: number;
  py: number;
}

interface Doings {
  onCamera: (text: string) => void;
  onGesture: (gesture: Gesture) => void;
  onPoint: (point: number) => void;
}

export interface MapOnScreen {
  host: RefObject<HTMLDivElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
  overlay: RefObject<HTMLCanvasElement | null>;
  view: RefObject<MapView | null>;
  unable: boolean; // no WebGL2
  whole: boolean; // all points are drawn
  hovered: Hovered | null;
}

export function useMapView(scene: MapScene, camera: string | null, tool: Tool, how: Gesture['how'], doings: Doings): MapOnScreen {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView | null>(null);
  const [unable, setUnable] = useState(false);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const [whole, setWhole] = useState(false);
  const themeNow = usePreference(theme);
  const { points, look } = scene;

  // The map lives longer than one drawing of this; what its events do is always the latest.
  const latest = useRef({ ...doings, points });
  useEffect(() => {
    latest.current = { ...doings, points };
  });
  const shown = useRef<PointSet | null>(null);
  useEffect(() => {
    if (!host.current || !canvas.current || !overlay.current) return;
    const made = MapView.make(host.current, canvas.current, overlay.current, {
      onCamera: (next) => latest.current.onCamera(cameraText(next, latest.current.points.bounds)),
      onGesture: (gesture) => latest.current.onGesture(gesture),
      onHover: (point, px, py) => setHovered(point === null ? null : { point, px, py }),
      onPoint: (point) => latest.current.onPoint(point),
      onProgress: (share) => setWhole(share >= 1),
    });
    view.current = made;
    setUnable(made === null);
    return () => {
      made?.dispose();
      view.current = null;
      shown.current = null;
    };
  }, []);

  // The address gives the camera when a map opens and when somebody goes back; else it follows the map, which then is there already.
  useEffect(() => {
    const map = view.current;
    if (map === null) return;
    const wanted = camera === null ? null : parseCamera(camera, points.bounds);
    if (shown.current !== points) map.setPoints(points, wanted);
    else if (wanted !== null && cameraText(map.camera, points.bounds) !== camera) map.setCamera(wanted);
    shown.current = points;
  }, [points, camera]);
  useEffect(() => view.current?.setLook(look), [look]);
  useEffect(() => view.current?.setTheme(themeNow), [themeNow]);
  useEffect(() => view.current?.setTool(tool), [tool]);
  useEffect(() => view.current?.setHow(how), [how]);

  return { host, canvas, overlay, view, unable, whole, hovered: hovered !== null && hovered.point < points.count ? hovered : null };
}
