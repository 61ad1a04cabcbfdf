import type { Style } from '../report/report.js';
import type { Io } from './io.js';

export const colorModes = ['auto', 'always', 'never'] as const;

export type ColorMode = (typeof colorModes)[number];

/** Wide enough for a table in a log, where nobody says how wide the window is. */
const widthOfPipes = 120;

/** Colour and width for what goes to stdout. NO_COLOR and FORCE_COLOR count where the flag says auto. */
export function styleOf(io: Io, color: ColorMode, verbose: boolean): Style {
  const asked = Number(io.env['COLUMNS']);
  const width = io.stdout.columns ?? (asked > 0 ? asked : widthOfPipes);
  return { color: wantsColor(io, color), width, verbose };
}

/** https://no-color.org: any value but an empty one switches colour off. */
function wantsColor(io: Io, color: ColorMode): boolean {
  if (color !== 'auto') return color === 'always';
  if (io.env['NO_COLOR']) return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return io.stdout.isTTY && io.env['TERM'] !== 'dumb';
}
