// node --import THIS …: writes the most memory that the process ever held, in bytes, to the file in BENCH_PEAK.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env['BENCH_PEAK'], String(process.resourceUsage().maxRSS * 1024));
});
