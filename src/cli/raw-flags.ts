/** The flags of a command as they were typed: what each of them holds is checked where it is read. */
export type RawFlags = Readonly<Record<string, unknown>>;
