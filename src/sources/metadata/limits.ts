/** What one source may cost. Metadata is untrusted: everything that could grow without end has a limit with a name. */
export const limits = {
  /** Bytes of one file: an app file has a few thousand, with a certificate or a logo in it still far from this. */
  maxFileBytes: 10 * 1024 * 1024,
  /** Elements inside one another: app metadata goes a handful deep, and the reader is recursive. */
  maxXmlDepth: 40,
  /** Elements of one file: an app file has about a hundred, and each costs far more memory than the bytes it takes. */
  maxXmlElements: 100_000,
  /** Metadata files of one source: 15,000 make a large org, so this is a wrong folder. */
  maxFiles: 200_000,
  /** Files and folders of any kind that one walk may pass: a home folder, not a project. */
  maxEntries: 2_000_000,
  /** Folders inside one another: a file system allows more, a project never has them. */
  maxFolderDepth: 64,
  /** Bytes of a zip, which is read into memory: a retrieve is under half of it (Metadata API limits). */
  maxZipBytes: 100_000_000,
  /** Entries of one zip: a retrieve has 10,000 at most (Metadata API limits). */
  maxZipEntries: 50_000,
  /** Bytes that the metadata files of one zip come to when unpacked: they are in memory together. */
  maxZipUnpackedBytes: 150_000_000,
  /** Characters of the name of a zip entry: a retrieve never comes near. */
  maxZipNameLength: 1_000,
} as const;
