/** A user who holds tokens of an app or may use it. */
export interface Holder {
  /** The username. */
  readonly user: string;
  readonly name: string | null;
  readonly tokens: number;
  /** The day of the oldest token; null without one. */
  readonly created: string | null;
  /** The day of the last use of a token. */
  readonly lastUse: string | null;
  /** By what the user may use the app: `profile Sales; permission set Klue`; null where nothing gives it or it is not known. */
  readonly access: string | null;
}
