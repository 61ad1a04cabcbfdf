/** Where the files of a configuration are read from: the disk, or a revision of the repository. Paths are absolute. */
export interface TextFiles {
  /** The text of a file. Throws an error with a `code`, such as ENOENT, where it cannot be read. */
  readonly text: (path: string) => string;
  readonly isFile: (path: string) => boolean;
}
