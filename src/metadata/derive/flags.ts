import type { Setting } from '../../settings/settings.js';

/** A flag that another setting repeats. */
export function copy(setting: Setting | undefined): Setting {
  if (!setting) return { state: 'unknown', reason: 'not read' };
  return setting.state === 'known' ? { ...setting, origin: 'derived' } : setting;
}

/** Three-valued AND: one that is off settles it, whatever is unknown beside it. */
export function bothFlags(
  a: Setting<boolean> | undefined,
  b: Setting<boolean> | undefined,
): Setting {
  const flags = [copy(a), copy(b)];
  const off = flags.find((flag) => flag.state === 'known' && flag.value === false);
  return off ?? flags.find((flag) => flag.state === 'unknown') ?? copy(a);
}
