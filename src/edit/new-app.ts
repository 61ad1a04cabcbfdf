import { keysIn } from '../model/tables.js';
import { type MetadataType, metadataTypes } from '../model/metadata-types.js';
import { fileNamings } from '../metadata/files/types.js';
import { parseXml } from '../metadata/xml/parse.js';
import { isSettingName, type SettingValue } from '../settings/settings.js';
import { type Change, mergeChanges } from './change.js';
import { changesFor, refreshTokenChanges } from './setting-changes.js';
import { applyEdits } from './text-edits.js';
import { editsOf } from './xml-edits.js';

/** What an External Client App that does not exist yet is to be. */
export interface NewApp {
  /** Letters, digits and single underscores: the file names are made of it. */
  readonly apiName: string;
  /** By setting name. Lists hold the entries as settings write them (`start-end`, `key=formula`, OAuth scope names). */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Elements that are no setting, such as a certificate; they are put beside those of the settings. */
  readonly elements?: readonly Change[];
  /** Part files that are made even where nothing is said of them but the app that they belong to. */
  readonly parts?: readonly MetadataType[];
}

/** A file to write, in source format. */
export interface NewFile {
  readonly type: MetadataType;
  /** `extlClntAppOauthSettings/NAME_oauth.ecaOauth-meta.xml` */
  readonly path: string;
  readonly text: string;
}

/** Files, and the settings for which metadata of an External Client App has no element. */
export interface NewAppFiles {
  readonly files: readonly NewFile[];
  readonly unwritten: readonly string[];
}

/** How Setup names the part files of an app (metadata of public repositories); those that it names nowhere go by their suffix. */
const nameEnds: Partial<Readonly<Record<MetadataType, string>>> = {
  ExternalClientApplication: '',
  ExtlClntAppGlobalOauthSettings: '_glbloauth',
  ExtlClntAppOauthSettings: '_oauth',
  ExtlClntAppOauthConfigurablePolicies: '_oauthPlcy',
  ExtlClntAppConfigurablePolicies: '_plcy',
  ExtlClntAppCanvasSettings: '_canvasSettings',
};

const partTypes = keysIn(metadataTypes).filter(
  (type) => metadataTypes[type].home === 'externalClientApp',
);

/**
 * The files of an External Client App: one of each type that a setting or an element belongs to, with the header first.
 * Elements stand in alphabetical order and no flag is written that nobody asked for; `newAppDefaults` has those that a new
 * app should state. `orgScopedExternalApp`, `oauthLink` and keys are never written: the org makes them. Throws RangeError
 * where settings contradict each other.
 */
export function filesOfNewApp(app: NewApp): NewAppFiles {
  const unwritten: string[] = [];
  const given = Object.entries(app.settings).flatMap(([name, value]) => {
    const changes = newAppChanges(name, value, app);
    if (!changes) unwritten.push(name);
    return changes ?? [];
  });
  const changes = mergeChanges([...given, ...(app.elements ?? [])]);
  if (!changes) throw new RangeError(`two values are given for one element of ${app.apiName}`);
  const files = partTypes.flatMap((type): readonly NewFile[] => {
    const own = changes.filter(({ part }) => part === type);
    const isWanted =
      own.length > 0 || type === 'ExternalClientApplication' || app.parts?.includes(type);
    return isWanted ? [buildNewFile(type, app.apiName, own)] : [];
  });
  return { files, unwritten };
}

/** The number of days of a refresh token is written with its policy. */
function newAppChanges(
  name: string,
  value: SettingValue,
  app: NewApp,
): readonly Change[] | undefined {
  if (name === 'kind' || name === 'apiName' || name === 'refreshTokenDays') return [];
  if (name === 'refreshTokenPolicy') {
    const days = app.settings['refreshTokenDays'];
    const policy = String(value);
    return refreshTokenChanges('externalClientApp', policy, days === undefined ? 30 : Number(days));
  }
  return isSettingName(name) ? changesFor('externalClientApp', name, value) : undefined;
}

function buildNewFile(type: MetadataType, apiName: string, changes: readonly Change[]): NewFile {
  const { suffix, directory } = fileNamings[type];
  const name = `${apiName}${nameEnds[type] ?? `_${suffix.replace(/^eca./, lastInLowerCase)}`}`;
  const link: readonly Change[] =
    type === 'ExternalClientApplication'
      ? []
      : [
          { kind: 'set', part: type, path: 'externalClientApplication', text: apiName },
          { kind: 'set', part: type, path: 'label', text: name },
        ];
  const own = changes.filter(({ path }) => !link.some((one) => one.path === path));
  return {
    type,
    path: `${directory}/${name}.${suffix}-meta.xml`,
    text: newFileText(type, [...link, ...own]),
  };
}

/** A file is made by the edits that fill an empty one. */
function newFileText(type: MetadataType, changes: readonly Change[]): string {
  const empty = `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n</${type}>\n`;
  const parsed = parseXml(empty);
  if (!parsed.ok) throw new Error(`an empty ${type} is no XML: ${parsed.message}`);
  const { edits } = editsOf(parsed.document, type, changes);
  return applyEdits(empty, edits);
}

/**
 * What a new External Client App should state whatever it is for: those settings whose defaults in a new app, in a retrieve
 * and in the documentation are not the same, or are milder than need be. Flags that came with API version 67 or later are
 * left out: a deployment with an older version refuses them.
 */
export const newAppDefaults: Readonly<Record<string, SettingValue>> = {
  distributionState: 'local',
  isProtected: false,
  authorizationCodeCredentialsFlow: false,
  authorizationCodeCredentialsFlowPostOnly: false,
  clientCredentialsFlow: false,
  deviceFlow: false,
  firstPartyApp: false,
  guestAuthorizationCodeCredentialsFlow: false,
  introspectAllTokens: false,
  ipRelaxation: 'enforce',
  namedUserJwt: false,
  oauthPluginEnabled: true,
  permittedUsers: 'self-authorize',
  pkceRequired: true,
  pluginEnabled: true,
  refreshTokenPolicy: 'inactivity',
  refreshTokenDays: 30,
  refreshTokenRotation: true,
  refreshTokenSecretRequired: true,
  rotatesKeyOnDeploy: false,
  sessionLevel: 'standard',
  startPage: 'none',
  tokenExchangeFlow: false,
  tokenExchangeSecretRequired: true,
  webServerFlowSecretRequired: true,
};

/** `ecaSamlPlcy` → `samlPlcy`. */
function lastInLowerCase(beginning: string): string {
  return beginning.slice(-1).toLowerCase();
}
