// Colours of groups. The first eight follow Okabe and Ito's palette for colour-blind eyes, moved in lightness until each stands out on both
// grounds (3:1 at least); twelve more are spread between them by lightness and hue. After twenty they begin again. Red is kept for the selection.
export type Rgb = readonly [number, number, number];

export const kGroupColours: readonly Rgb[] = [
  [0, 121, 191],
  [201, 128, 0],
  [0, 146, 107],
  [178, 97, 150],
  [52, 152, 204],
  [150, 122, 20],
  [116, 98, 200],
  [176, 93, 44],
  [0, 138, 138],
  [143, 135, 60],
  [92, 122, 205],
  [92, 142, 50],
  [164, 94, 190],
  [130, 110, 90],
  [0, 150, 170],
  [190, 110, 90],
  [96, 130, 110],
  [140, 110, 170],
  [110, 130, 150],
  [160, 120, 60],
];

export const kNoise: Rgb = [128, 128, 136];
export const kSelected: Rgb = [228, 30, 38];
export const kDimmed: Record<'light' | 'dark', Rgb> = { light: [214, 214, 220], dark: [58, 58, 66] };

// Slots of the colour table: 0 is for points of no group, 1 to 20 for groups, kRampFrom on for values from low to high.
export const kGroupSlots = kGroupColours.length;
export const kRampFrom = 64;
export const kRampSteps = 64;

export function slotOfGroup(group: number): number {
  return group < 0 ? 0 : 1 + (group % kGroupSlots);
}

// 0 to 1.
export function slotOfValue(value: number): number {
  return kRampFrom + Math.round(Math.min(1, Math.max(0, value)) * (kRampSteps - 1));
}

// From dull to bright: lightness rises evenly, so it also reads without hue.
const kRampEnds: Record<'light' | 'dark', readonly [Rgb, Rgb, Rgb]> = {
  light: [[196, 202, 222], [86, 120, 205], [38, 24, 110]],
  dark: [[54, 50, 96], [92, 112, 220], [214, 226, 255]],
};

// RGBA for each of the 256 slots.
export function colourTable(theme: 'light' | 'dark'): Uint8Array {
  const table = new Uint8Array(256 * 4).fill(255);
  const put = (slot: number, [r, g, b]: Rgb, alpha = 255): void => table.set([r, g, b, alpha], slot * 4);
  put(0, kNoise, 102); // noise stands back: 40 %
  kGroupColours.forEach((colour, index) => put(1 + index, colour));
  const [low, middle, high] = kRampEnds[theme];
  for (let step = 0; step < kRampSteps; ++step) {
    const at = (2 * step) / (kRampSteps - 1);
    put(kRampFrom + step, at < 1 ? mixed(low, middle, at) : mixed(middle, high, at - 1));
  }
  return table;
}

function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  const one = (index: 0 | 1 | 2): number => Math.round(a[index] + (b[index] - a[index]) * share);
  return [one(0), one(1), one(2)];
}

export function css([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}
