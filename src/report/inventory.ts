import type { Holder } from '../model/app.js';
import type { AppKind } from '../model/metadata-types.js';
import type { Setting } from '../settings/settings.js';
import type { History } from './history.js';
import type { Problem } from './problem.js';
import type { ReportSource } from './report.js';
import type { Severity } from './severity.js';

/** Every app of every source, one row an app and org, with what is known of it. What is not known is null. */
export interface Inventory {
  readonly tool: { readonly name: 'ecaudit'; readonly version: string };
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** Something that was asked for could not be read. */
  readonly incomplete: boolean;
  /** Orgs were asked for lists, rows, tokens and log-ins only. */
  readonly quick?: true;
  /** The users of apps were asked for. */
  readonly withUsers?: true;
  /** The globs of `--app`; empty when every app was asked for. */
  readonly asked: readonly string[];
  readonly sources: readonly ReportSource[];
  readonly problems: readonly Problem[];
  readonly apps: readonly InventoryApp[];
  /** With `--compare`. */
  readonly compare?: readonly ComparedApp[];
  /** With `--history`: what earlier reports say. */
  readonly history?: History;
}

export type { Holder };

export type Publisher = 'own' | 'other' | 'salesforce';

/** How a Connected App stands on its way to an External Client App. */
export type MigrationState = 'ready' | 'blocked' | 'loses' | 'notYours';

export interface InventoryApp {
  readonly id: string;
  readonly kind: AppKind;
  readonly apiName: string;
  readonly label: string;
  readonly namespace: string | null;
  /** The id of the source. */
  readonly source: string;
  /** The alias of the org; null where the source has none. */
  readonly org: string | null;
  readonly publisher: Publisher | null;
  readonly owner: string | null;
  /** Days, YYYY-MM-DD. */
  readonly created: string | null;
  readonly changed: string | null;
  readonly installed: boolean | null;
  readonly blocked: boolean | null;
  readonly permittedUsers: string | null;
  readonly scopes: readonly string[] | null;
  readonly flows: readonly string[] | null;
  /** How many users hold a token or logged in with success in the last six months. */
  readonly users: number | null;
  readonly tokens: number | null;
  /** The day, YYYY-MM-DD. */
  readonly lastUse: string | null;
  /** The guides that are applied to the app, by the ids of their rulesets. */
  readonly vendors: readonly string[];
  /** Findings that ask for something; without those about the whole org. Null where no rule ran. */
  readonly findings: Readonly<Record<Severity, number>> | null;
  /** Of Connected Apps only. */
  readonly migration?: MigrationState | null;
  readonly nextDeadline: NextDeadline | null;
  /** The first report of `--history` that has the app: its day. */
  readonly since?: string;
  /** Who holds tokens, logged in, or may use it; only where that was asked for. */
  readonly holders?: readonly Holder[];
}

/** The next date of the platform that concerns an app: a day, or a release where Salesforce names no day. */
export interface NextDeadline {
  readonly id: string;
  readonly date?: string;
  readonly release?: string;
}

/** An app of one kind and API name in several orgs, with the settings that differ. */
export interface ComparedApp {
  readonly kind: AppKind;
  readonly apiName: string;
  readonly settings: readonly ComparedSetting[];
}

export interface ComparedSetting {
  readonly setting: string;
  /** By the id of the source. */
  readonly values: Readonly<Record<string, Setting>>;
}

/** Gives the inventory's text, or its parts one after the other. */
export type InventoryReporter = (
  inventory: Inventory,
  style: { readonly color: boolean; readonly width: number; readonly verbose: boolean },
) => string | Iterable<string>;
