import type { AccountSettings } from "./settings.ts";

/**
 * What Okta's administrators read about an account, or undefined when nothing is known. Okta
 * takes 250 characters; the settings' own limits keep it shorter.
 */
export function accountNote(
  account: Pick<AccountSettings, "owner" | "purpose" | "expires">,
): string | undefined {
  const parts = [
    account.owner && `Owner: ${account.owner}.`,
    account.purpose && `Purpose: ${account.purpose}.`,
    account.expires && `Expires: ${account.expires}.`,
  ].filter((part) => part !== undefined && part !== "");
  return parts.length === 0 ? undefined : parts.join(" ");
}
