/** Where the records of all accounts are kept: one text for each, changed only from what was read. */
export interface State {
  /** Named in messages. */
  place: string;
  /** True: private keys that nothing else keeps may be put there. */
  keepsSecrets: boolean;
  read(account: string): Promise<string | undefined>;
  /** Replaces a record. @returns false: it is no longer as it was read, and nothing was written */
  swap(account: string, before: string | undefined, after: string): Promise<boolean>;
}

/** An account's own record: one may be called as what every object has, such as `constructor`. */
export function recordOf(
  records: Readonly<Record<string, string>>,
  account: string,
): string | undefined {
  return Object.hasOwn(records, account) ? records[account] : undefined;
}
