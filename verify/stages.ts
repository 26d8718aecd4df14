import type { AccessContract } from "../access/contract.ts";
import { breakGlassLogin } from "./checks/break-glass.ts";
import {
  tokenAudience,
  tokenClient,
  tokenIssuer,
  tokenScope,
  tokenSignature,
  tokenSubject,
} from "./checks/claims.ts";
import { dataRead, dataWriteRefused } from "./checks/data.ts";
import { disabledRefused } from "./checks/disabled.ts";
import {
  discoveryIssuer,
  discoveryReachable,
  discoveryTokenEndpoint,
  jwksReachable,
} from "./checks/discovery.ts";
import { groupsEqual, groupsMapped, groupsPresent, groupsType } from "./checks/groups.ts";
import { tokenLifetime } from "./checks/lifetime.ts";
import { loginBolt, loginRoles, loginUsername } from "./checks/login.ts";
import { neo4jProvider, neo4jReachable } from "./checks/neo4j.ts";
import { loginQueryApi } from "./checks/query-api.ts";
import { appDpop, claimAlone, policyClients } from "./checks/readback.ts";
import { signInCors } from "./checks/sign-ins/cors.ts";
import { signInOffered } from "./checks/sign-ins/offered.ts";
import { personActive, personGroups, personLocalUser } from "./checks/sign-ins/person.ts";
import { personRoles, personToken } from "./checks/sign-ins/person-token.ts";
import {
  signInDiscovery,
  signInEndpoints,
  signInIssuer,
  signInKeys,
} from "./checks/sign-ins/provider.ts";
import {
  signInApp,
  signInClaim,
  signInClients,
  signInGroups,
  signInOrigins,
  signInSettings,
} from "./checks/sign-ins/readback.ts";
import { signInRedirect } from "./checks/sign-ins/redirect.ts";
import { tokenIssued, tokenType } from "./checks/token.ts";
import {
  ownKeyRefused,
  passwordRefused,
  payloadTampered,
  signatureForged,
  unsignedRefused,
} from "./probes/forged.ts";
import { signInForged } from "./probes/forged-sign-in.ts";
import { audienceForeign, expiredRefused } from "./probes/given.ts";
import { outsiderRefused, scopeRefused, unknownClientRefused } from "./probes/okta.ts";
import type { Stage } from "./stage.ts";

/**
 * Every check, in the order in which a request meets what it looks at. A stage is made once for the
 * stack, for each enabled or disabled account, with one account that logged in (the witness), or for each
 * sign-in.
 */
export const STAGES: readonly Stage[] = [
  {
    id: "okta",
    title: "Okta publishes what the stack declares",
    of: "stack",
    after: [],
    checks: [discoveryReachable, discoveryIssuer, discoveryTokenEndpoint, jwksReachable],
  },
  {
    id: "token",
    title: "Okta issues the right token (per account)",
    of: "account",
    after: ["okta"],
    checks: [
      tokenIssued,
      tokenType,
      tokenSignature,
      tokenIssuer,
      tokenAudience,
      tokenLifetime,
      tokenClient,
      tokenScope,
      tokenSubject,
      groupsPresent,
      groupsType,
      groupsEqual,
      groupsMapped,
    ],
  },
  {
    id: "neo4j",
    title: "Neo4j is there",
    of: "stack",
    after: ["okta", "token"],
    checks: [neo4jReachable, neo4jProvider],
  },
  {
    id: "login",
    title: "The token opens the database (per account)",
    of: "account",
    after: ["okta", "token", "neo4j"],
    checks: [loginBolt, loginUsername, loginRoles, loginQueryApi, dataRead, dataWriteRefused],
  },
  {
    id: "disabled",
    title: "Disabled accounts",
    of: "disabled account",
    after: ["okta"],
    checks: [disabledRefused],
  },
  {
    id: "policy",
    title: "Read back from Okta's API: policies and claims (with --okta-api)",
    of: "stack",
    after: [],
    separate: true,
    checks: [policyClients, claimAlone],
  },
  {
    id: "app",
    title: "Read back from Okta's API: the app (with --okta-api, per account)",
    of: "account",
    after: [],
    separate: true,
    checks: [appDpop],
  },
  {
    id: "refusal",
    title: "What must be refused",
    of: "witness",
    after: ["okta", "token", "neo4j", "login"],
    separate: true,
    checks: [
      scopeRefused,
      unknownClientRefused,
      outsiderRefused,
      payloadTampered,
      signatureForged,
      ownKeyRefused,
      unsignedRefused,
      audienceForeign,
      expiredRefused,
      passwordRefused,
    ],
  },
  {
    id: "break-glass",
    title: "Break-glass (with --break-glass)",
    of: "stack",
    after: [],
    separate: true,
    checks: [breakGlassLogin],
  },
  {
    id: "sign-in",
    title: "The identity provider of people (per sign-in)",
    of: "sign-in",
    after: [],
    checks: [signInDiscovery, signInIssuer, signInEndpoints, signInKeys],
  },
  {
    id: "browser",
    title: "What the Browser meets (per sign-in)",
    of: "sign-in",
    after: ["sign-in"],
    separate: true,
    checks: [signInOffered, signInRedirect, signInCors, signInForged],
  },
  {
    id: "people",
    title: "Read back: sign-ins (with --okta-api and --break-glass, per sign-in)",
    of: "sign-in",
    after: [],
    separate: true,
    checks: [signInApp, signInGroups, signInClaim, signInOrigins, signInClients, signInSettings],
  },
  {
    id: "person",
    title: "One person's way (with --person and --person-token, per sign-in)",
    of: "sign-in",
    after: [],
    separate: true,
    checks: [personActive, personGroups, personLocalUser, personToken, personRoles],
  },
];

/** How many checks a run of these accounts and sign-ins makes. */
export function countChecks({ accounts, signIns = [] }: Counted): number {
  const disabled = accounts.filter((account) => account.disabled).length;
  const enabled = accounts.length - disabled;
  const times = {
    ...{ stack: 1, witness: 1, account: enabled, "disabled account": disabled },
    "sign-in": signIns.length,
  };
  return STAGES.reduce((sum, { of, checks }) => sum + times[of] * checks.length, 0);
}

/** What checks are made for. */
interface Counted {
  accounts: readonly Pick<AccessContract["accounts"][number], "disabled">[];
  signIns?: AccessContract["signIns"];
}
