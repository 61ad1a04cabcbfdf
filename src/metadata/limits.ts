/** What one source may cost. Metadata is untrusted: everything that could grow without end has a limit with a name. */
export const limits = {
  /** Bytes of one file: an app file has a few thousand, with a certificate or a logo in it still far from this. */
  maxFileBytes: 10 * 1024 * 1024,
  /** Bytes of a file that may use an app: an Apex class has a million characters at most (Apex governor limits). */
  maxOtherFileBytes: 2 * 1024 * 1024,
  /** Elements inside one another: app metadata goes a handful deep, and the reader is recursive. */
  maxXmlDepth: 40,
  /** Elements, comments and the like of one file: an app file has about a hundred, and each costs far more memory than the bytes it takes. */
  maxXmlElements: 100_000,
  /** Characters between two tags, or within one: the parser puts them together one by one, at 32 bytes each. */
  maxXmlStretch: 250_000,
  /** Characters of all elements of one setting: a certificate has 2,000, and each entry of a list has its place. */
  maxValueLength: 100_000,
  /** Elements of one setting: Salesforce allows 128 ranges or attributes, and ranges are compared with one another. */
  maxValueElements: 1_000,
  /** Lines of a file whose lines are hashed for GitHub: the hasher keeps one hash a line. GitHub does it where we do not. */
  maxHashedLines: 50_000,
  /** Notes and warnings about one file: the first ones tell what the others would. */
  maxNotes: 1_000,
  /** Characters of the API name in a link to an app: Salesforce allows 80 and a namespace, a file name has 255. */
  maxApiNameLength: 255,
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
  maxZipUnpackedBytes: 100_000_000,
  /** How many times its packed size (4 KB at least) a zip entry may unpack to: XML comes to 20 times, rarely to 100. */
  maxZipRatio: 300,
  /** Characters of the name of a zip entry: a retrieve never comes near. */
  maxZipNameLength: 1_000,
} as const;
