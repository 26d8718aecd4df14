/** What an account's app says about it to Okta's administrators. */
export interface AccountNote {
  /** The person or team to ask. */
  owner?: string | undefined;
  purpose?: string | undefined;
  /** Its last day, YYYY-MM-DD, UTC. */
  expires?: string | undefined;
}

/**
 * The note on an account's app, or undefined when nothing is known. Okta takes 250 characters; the
 * settings' own limits keep it shorter.
 */
export function accountNote({ owner, purpose, expires }: AccountNote): string | undefined {
  const parts = [
    owner && `Owner: ${owner}.`,
    purpose && `Purpose: ${purpose}.`,
    expires && `Expires: ${expires}.`,
  ].filter((part) => part !== undefined && part !== "");
  return parts.length === 0 ? undefined : parts.join(" ");
}

const NOTE =
  /^(?:Owner: (?<owner>.+?)\.(?= Purpose: | Expires: |$) ?)?(?:Purpose: (?<purpose>.+?)\.(?= Expires: |$) ?)?(?:Expires: (?<expires>\d{4}-\d\d-\d\d)\.)?$/u;

/**
 * Reads a note back. One of another form, or one that could be read in two ways, says nothing:
 * somebody else wrote it.
 */
export function parseAccountNote(note: string): AccountNote {
  const { owner, purpose, expires } = NOTE.exec(note)?.groups ?? {};
  const read = { owner, purpose, expires };
  const isPlain = ![owner, purpose].some((part) =>
    /\. (?:Owner|Purpose|Expires): /.test(part ?? ""),
  );
  return isPlain && accountNote(read) === note ? read : {};
}

/** Whether the last day of an account is over; one without a last day has none. */
export function hasEnded({ expires }: Pick<AccountNote, "expires">, today: string): boolean {
  return expires !== undefined && expires < today;
}
