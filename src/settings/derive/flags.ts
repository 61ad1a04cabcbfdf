import type { Setting } from '../settings.js';
import type { MetadataType } from '../../model/metadata-types.js';
import type { Part } from '../../metadata/part.js';
import { type Derive, derivedSetting, type DerivationSubject } from './subject.js';

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

/** Whether an app has OAuth: a Connected App by its configuration, an External Client App by its plugin. */
export function oauthEnabled(subject: DerivationSubject): Setting {
  const app = subject.parts.of('ConnectedApp');
  if (app) {
    const config = app.containers.get('oauthConfig');
    return derivedSetting(config !== undefined, config ?? app.root);
  }
  return plugin('isOauthPluginEnabled', [
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppOauthConfigurablePolicies',
  ])(subject);
}

/**
 * Whether a plugin of an External Client App is on. A retrieved policies file holds only the flags of the plugins that
 * the app has, so there an absent flag says that the plugin is not installed.
 */
export function plugin(flagName: string, own: readonly MetadataType[]): Derive {
  return ({ parts, settings }) => {
    const policies = parts.of('ExtlClntAppConfigurablePolicies');
    const part = own.map((type) => parts.of(type)).find((candidate) => candidate !== undefined);
    const leftOut = ['ExtlClntAppConfigurablePolicies' as const, ...own]
      .map((type) => parts.leftOut.get(type))
      .find((reason) => reason !== undefined);
    if (!policies) {
      if (part) return derivedSetting(true, part.root);
      const reason = 'neither its part files nor the app policies file are in this source';
      return leftOut ?? { state: 'unknown', reason, location: parts.home };
    }
    const without = leftOut ?? derivedSetting(false, policies.root);
    const absent = part ? derivedSetting(true, part.root) : without;
    return bothFlags(pluginFlag(flagName, policies) ?? absent, settings.pluginEnabled);
  };
}

/** What the app policies say about a plugin; undefined when they do not name it. */
function pluginFlag(name: string, policies: Part): Setting<boolean> | undefined {
  // The OAuth flag is a setting of its own; the other flags are kept as text.
  const stated = policies.stated.get(name);
  if (stated)
    return stated.state === 'known'
      ? derivedSetting(stated.value === true, stated.location)
      : stated;
  const kept = policies.texts.get(name) ?? [];
  const [first] = kept;
  if (!first) return undefined;
  const values = new Set(kept.map(({ text }) => truth.get(text.toLowerCase())));
  const [value] = values;
  if (values.size === 1 && value !== undefined) return derivedSetting(value, first.location);
  return {
    state: 'unknown',
    reason: `<${name}> is neither true nor false`,
    location: first.location,
  };
}

/** XML Schema also allows 1 and 0 for a boolean. */
const truth: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
