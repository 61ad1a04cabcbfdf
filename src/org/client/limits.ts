/** What one org may cost. Its answers are untrusted, too: everything that could grow without end has a limit. */
export const orgLimits = {
  /** Bytes of one answer in SOAP, unpacked: the largest retrieve is a zip of 39 MB in base64 (Metadata API limits). */
  maxAnswerBytes: 60_000_000,
  /** Bytes of one answer in JSON, unpacked: the longest page has 2,000 rows of some hundred values. */
  maxJsonBytes: 20_000_000,
  /** Bytes of all answers of one pull, unpacked: 10,000 tokens and the files of 5,000 apps are some 50 MB. */
  maxPullBytes: 400_000_000,
  /** Elements or values of one answer: a retrieve of 5,000 apps lists some 30,000 files with 12 elements each. */
  maxElements: 1_000_000,
  /** Elements inside one another: answers have some ten. */
  maxElementDepth: 40,
  /** Rows of one page: Salesforce sends 2,000 at most (REST API, Query). */
  maxPageRows: 10_000,
  /** Calls under way at once: Salesforce allows 25 long ones an org, which are not all ours. */
  maxCallsAtOnce: 6,
  /** Rows of one query. A large org has some thousand apps and some hundred thousand logins, which are counted there. */
  maxRows: 200_000,
  /** Rows that a query of OauthToken gives at most, whatever the page size (Object Reference, OauthToken). */
  maxTokenRows: 2_500,
  /** Groups that an aggregate query gives: it has no second page (EXCEEDED_ID_LIMIT of the REST API). */
  maxGroups: 2_000,
  /** Rows that OFFSET may leave out (SOQL and SOSL Reference, OFFSET). */
  maxOffset: 2_000,
  /** Queries by parts of the time for one aggregate that is too large for any other way. */
  maxTimeParts: 12,
  /** Retrieves of one pull: halves of what a retrieve failed for take two for each step and sick component. */
  maxRetrieves: 64,
  /** Retrieves of one pull as long as none succeeded: an org that gives nothing is not asked for ever. */
  maxRetrievesInVain: 15,
  /** Renewals of an expired session in one pull: a log-in that gives dead sessions would go on for ever. */
  maxRenewals: 3,
  /** Ids in one condition: the address of a call has 16,384 characters. */
  maxIdsInQuery: 500,
  /**
   * Characters of a list in a condition, as an address writes it: 16,384 is the limit of an address and its headers together
   * (REST API, Status Codes and Error Responses, 431), one of which holds the access token.
   */
  maxConditionInAddress: 12_500,
  /** Permissions in one query, which names each twice: the same. */
  maxPermissionsInQuery: 100,
  /** Metadata types in one listMetadata call (Metadata API Developer Guide, listMetadata). */
  maxTypesInList: 3,
} as const;
