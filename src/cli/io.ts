/** Everything that the program touches besides files: given by `bin`, replaced in tests. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
  readonly now: () => Date;
}

export interface Output {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  /** The width of a terminal in columns. */
  readonly columns?: number;
}
