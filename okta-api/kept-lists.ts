/** What has been read of one list of Okta's. */
export interface KeptList {
  items: readonly unknown[];
  /** Where it goes on; undefined: it is whole. */
  next?: string | undefined;
}

/** Lists that were read, by their path: a later run goes on from them. */
export interface KeptLists {
  get(path: string): KeptList | undefined;
  /** @throws Neo4jOktaError where they go to a file that cannot be written */
  put(path: string, list: KeptList): Promise<void>;
}
