import { findApp, type Org } from "../org.ts";
import type { LogParty } from "./log.ts";

/** The longest name of something unknown that is kept. */
const MAX_NAME = 100;

/** Fields by which Okta's objects are named. */
interface Named {
  id?: string;
  label?: string;
  name?: string;
  scopeId?: string;
  clientId?: string;
  profile?: { name?: string; login?: string; firstName?: string; lastName?: string } | null;
  credentials?: { userName?: string };
}

/** An object, or the document that shows it, as a party of an event. */
export function partyOf(type: string, object: object): LogParty {
  const { id = "unknown", label, name, scopeId, clientId, profile, credentials } = object as Named;
  const person = profile?.login && `${profile.firstName} ${profile.lastName}`;
  const shown = label ?? name ?? scopeId ?? person ?? profile?.name ?? credentials?.userName;
  return {
    id,
    type,
    alternateId: profile?.login ?? clientId ?? "unknown",
    displayName: shown ?? "unknown",
  };
}

/** The user of this id as a party. */
export function userParty(org: Org, id: string): LogParty {
  return partyOf("User", org.users.get(id) ?? { id });
}

/** The client of this id, known or not, as a party. */
export function clientParty(org: Org, clientId: string): LogParty {
  const id = clientId.slice(0, MAX_NAME);
  const displayName = findApp(org, clientId)?.label ?? "unknown";
  return { id, type: "PublicClientApp", alternateId: id, displayName };
}
