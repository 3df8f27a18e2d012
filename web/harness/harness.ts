// The map alone, with points made on the spot and no server: what the measurements of `./dev bench web` drive. ?n= says how many points.
import { MapView } from '../src/map/map_view';
import { slotOfGroup } from '../src/map/palette';
import { makePointSet, type PointColumns } from '../src/map/point_set';
import { pointsIn, type Region } from '../src/map/region';

const kGroups = 40;

// Round clouds of unequal size and some noise, from a fixed seed.
function clouds(count: number): PointColumns {
  let state = 12_345;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const columns = { x: new Float32Array(count), y: new Float32Array(count), group: new Int32Array(count), weight: new Uint32Array(count).fill(1) };
  for (let index = 0; index < count; ++index) {
    const group = Math.floor(uniform() * uniform() * (kGroups + 1)) - 1;
    const radius = group < 0 ? 12 : 0.5 + (group % 5) * 0.25;
    const angle = uniform() * 2 * Math.PI;
    const away = radius * Math.sqrt(-Math.log(1 - uniform() * 0.999));
    columns.x[index] = Math.cos(group * 2.4) * Math.sqrt(group + 1) * 2 + away * Math.cos(angle);
    columns.y[index] = Math.sin(group * 2.4) * Math.sqrt(group + 1) * 2 + away * Math.sin(angle);
    columns.group[index] = group;
  }
  return columns;
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

async function complete(view: MapView): Promise<void> {
  while (!view.isComplete) await nextFrame();
}

function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

async function measure(count: number): Promise<Record<string, number>> {
  const columns = clouds(count);
  let firstPart = 0;
  const view = MapView.make(byId('host'), byId<HTMLCanvasElement>('points'), byId<HTMLCanvasElement>('over'), {
    onCamera: () => undefined,
    onGesture: () => undefined,
    onHover: () => undefined,
    onPoint: () => undefined,
    onProgress: () => (firstPart ||= performance.now()),
  });
  if (view === null) throw new Error('There is no WebGL2 here');
  const began = performance.now();
  const points = makePointSet(columns);
  const slots = Uint8Array.from(points.group, slotOfGroup);
  view.setPoints(points, null);
  view.setLook({ slots, selected: null, dimmed: null, hidden: null });
  await complete(view);
  const result: Record<string, number> = { shuffleAndFirstPart: firstPart - began, firstFull: performance.now() - began };

  const frames: number[] = [];
  let last = performance.now();
  for (let frame = 0; frame < 30; ++frame) {
    view.pan(6, 3);
    await nextFrame();
    frames.push(performance.now() - last);
    last = performance.now();
  }
  frames.sort((a, b) => a - b);
  result['frameMedian'] = frames[15]!;
  result['frameWorst'] = frames.at(-1)!;
  const rests = performance.now();
  await complete(view);
  result['fullAfterRest'] = performance.now() - rests;

  const corners: number[] = [];
  for (let corner = 0; corner < 200; ++corner) {
    const angle = (corner / 200) * 2 * Math.PI;
    corners.push(3 + 4 * Math.cos(angle) * (1 + 0.2 * Math.sin(7 * angle)), 4 * Math.sin(angle));
  }
  const region: Region = [{ how: 'add', shape: { kind: 'polygon', corners } }];
  pointsIn(points, region);
  const lassoed = performance.now();
  const selected = pointsIn(points, region);
  result['lasso'] = performance.now() - lassoed;
  view.setLook({ slots, selected, dimmed: null, hidden: null });
  result['lassoAndUpload'] = performance.now() - lassoed;
  await complete(view);
  result['redComplete'] = performance.now() - lassoed;
  result['selected'] = selected.reduce((sum, one) => sum + one, 0);
  return result;
}

const wanted = Number(new URLSearchParams(location.search).get('n') ?? 100_000);
measure(wanted).then(
  (result) => Object.assign(window, { result }),
  (error: unknown) => Object.assign(window, { result: { error: String(error) } }),
);
