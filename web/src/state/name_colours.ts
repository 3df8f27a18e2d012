// Tags and labels have the colour of their name, the same everywhere and in each session.
import { css, kGroupColours } from '../map/palette';

export function colourOfName(name: string): string {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return css(kGroupColours[hash % kGroupColours.length]!);
}
