/** Everything that the program touches besides files: given by `bin`, replaced in tests. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
  readonly now: () => Date;
  /** Has Ctrl-C call a function instead of ending the program; gives the function that ends that. */
  readonly onInterrupt?: (stop: () => void) => () => void;
}

export interface Output {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  /** The width of a terminal in columns. */
  readonly columns?: number;
}
