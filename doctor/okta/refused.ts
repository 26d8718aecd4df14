import { type ApiScope, readScope } from "../../access/okta-rights/scopes.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { type Finding, failed, notLookedAt } from "../finding.ts";
import type { Need } from "./needs.ts";
import { refusalFinding } from "./refusal.ts";
import type { Audiences } from "./servers.ts";
import type { Shares } from "./shares.ts";

/** Whose rights are looked at. */
export interface Asking {
  caller: OktaCaller;
  needs: readonly Need[];
  /** False for a token of somebody else's, whose app there need not be. */
  isApp: boolean;
  /** Those that its token was asked for with. */
  scopes: readonly ApiScope[];
  /** What Neo4j takes as audience, by authorization server; undefined where no preview tells. */
  audiences: Audiences | undefined;
  /** How many objects are asked for. */
  shares: Shares;
  /** The one line that gives the identity what it lacks. */
  mend: string;
}

/** A right that nothing tells of. */
export function untellable(need: Need, why = "no call tells it that changes nothing"): Finding {
  return notLookedAt("okta.permission", title(need), why);
}

/** A resource set that does not have what it has to; who is no app has none. */
export function lackingFinding(need: Need, lacking: string, { isApp, mend }: Asking): Finding {
  if (isApp) {
    const found = `the resource set of role ${need.role} lacks ${lacking}, or the org does`;
    return failed("okta.resource", title(need), found, mend);
  }
  const found = `Okta does not show ${lacking}: the org lacks it, or it is hidden from this credential`;
  return failed("okta.resource", title(need), found, "compare OKTA_ORG_URL with the stack's org");
}

/** A call that Okta has refused: which scope or permission is missing. */
export function refusedFinding(need: Need, refused: OktaApiErrorDetails, asking: Asking): Finding {
  const { mend, scopes } = asking;
  const { status, errorCode, challenge = "" } = refused;
  const { permission, role, resources } = need;
  if (status !== 403) return refusalFinding("okta.answer", title(need), refused);
  if (challenge.includes("insufficient_scope")) {
    const [, wanted = ""] = /scope="([^"]+)"/.exec(challenge) ?? [];
    // A scope to change covers the one to read, which Okta may name.
    const scope = scopes.find((one) => one === wanted || readScope(one) === wanted) ?? wanted;
    const found = `the token lacks the scope ${scope}: it is not granted to the app, or was not asked for`;
    return failed("okta.scope", title(need), found, mend);
  }
  const orSet = resources.length === 1 ? `, or its resource set ${resources[0]}` : "";
  const found = `Okta refuses it (${errorCode}): role ${role} lacks ${permission}${orSet}`;
  return failed("okta.permission", title(need), found, mend);
}

/** A permission and what it is held on, for people. */
export function title({ permission, resources: [first, ...others] }: Need): string {
  if (first === undefined) return permission;
  return `${permission} on ${first}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}
