import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * A Chromium of this machine: what CHROMIUM names, else the first on PATH; undefined where there is none. Debian has it as
 * the package `chromium`.
 */
export const chromiumPath: string | undefined = [
  process.env['CHROMIUM'] ?? '',
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name))),
].find((file) => file !== '' && existsSync(file));
