/** Where git runs, and with which variables. The public types name it, so nothing here needs the types of Node. */
export interface GitAt {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
