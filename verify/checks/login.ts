import neo4j, { type AuthToken } from "neo4j-driver";
import { Neo4jFailure } from "../../neo4j-client/client.ts";
import { diagnoseLogin, diagnoseRoles } from "../diagnosis/neo4j.ts";
import { answerOrRefusal, type Check, equal, failed, passed, show, type Verdict } from "./check.ts";
import { CLOCK } from "./clock.ts";
import type { AccountContext, Evidence } from "./context.ts";

/**
 * Milliseconds to wait before the login is tried again: Neo4j answers Unauthorized too while it
 * cannot read Okta's keys, which may pass.
 */
const RETRY_WAITS = [300, 900];

/** The step from Okta's side to Neo4j's. */
export const loginBolt: Check<AccountContext> = {
  id: "login.bolt",
  title: "The token opens the database over Bolt",
  side: "neo4j",
  setting:
    "dbms.security.authentication_providers, or audience, issuer or well_known_discovery_uri of dbms.security.oidc.<provider>",
  fix: "The token itself is right, so it is Neo4j's expectation that differs. Compare the running settings with the stack's; logs/security.log says which claim was refused, and --break-glass has verify read the settings back.",
  symptoms: [
    "Neo.ClientError.Security.Unauthorized: The client is unauthorized due to authentication failure",
    "DPoP-bound or otherwise unusual tokens are rejected",
    "dbms.security.require_local_user is true and the client has no local user",
  ],
  run: async (context) => {
    let answer = await login(context);
    for (const wait of RETRY_WAITS) {
      if (!(answer instanceof Neo4jFailure)) break;
      await context.delay(wait);
      answer = await login(context);
    }
    return answer instanceof Neo4jFailure
      ? refusedLogin(answer)
      : passed(answer.name, { user: answer });
  },
  diagnose: diagnoseLogin,
};

function login({ neo4j: database, evidence }: AccountContext) {
  return answerOrRefusal(database.currentUser(bearer(evidence)), Neo4jFailure);
}

/** The account's token, as a driver takes it. */
export function bearer({ token }: Evidence): AuthToken {
  return neo4j.auth.bearer(token?.accessToken ?? "");
}

function refusedLogin({ code, status, message }: Neo4jFailure): Verdict {
  if (status === "Neo.ClientError.Security.TokenExpired") {
    return failed("a login", message, {
      ...CLOCK,
      setting: "system clock of the Neo4j nodes (NTP)",
    });
  }
  if (code === "neo4j-refused") return failed("a login", message);
  return failed("a login", message, {
    side: "network",
    setting: "Bolt address of Neo4j",
    fix: "Is Bolt enabled, and is this its address from here (--bolt-uri)?",
  });
}

/** `SHOW CURRENT USER` has no row then. */
const AUTH_DISABLED = {
  setting: "dbms.security.auth_enabled",
  fix: "Authentication is off: everybody is an administrator. Take the server off the network.",
};

/** What the audit log will call the account. */
export const loginUsername: Check<AccountContext> = {
  id: "login.username",
  title: "Neo4j knows the caller by the client id",
  side: "neo4j",
  setting: "dbms.security.oidc.<provider>.claims.username",
  fix: "Run pulumi up to restore the setting to sub.",
  symptoms: ["the query log shows an unexpected user name"],
  run: async ({ account, evidence }) =>
    equal(
      account.clientId,
      evidence.user?.name,
      evidence.user?.name === "" ? AUTH_DISABLED : undefined,
    ),
  diagnose: diagnoseRoles,
};

/** Some roles arrived, so groups are read and used: what differs is what they stand for. */
const MAPPING = { setting: "dbms.security.oidc.<provider>.authorization.group_to_role_mapping" };

/** No more and no fewer than declared. */
export const loginRoles: Check<AccountContext> = {
  id: "login.roles",
  title: "SHOW CURRENT USER returns exactly the declared roles",
  side: "neo4j",
  setting:
    "authorization.group_to_role_mapping or claims.groups of dbms.security.oidc.<provider>, or dbms.security.authorization_providers",
  fix: "The token carries the right groups, so it is the mapping, the authorization providers, claims.groups, or a role that does not exist in the database (CREATE ROLE). Run pulumi up to restore the settings.",
  symptoms: [
    "login works but the account has no rights",
    "explicit mapping stopped same-name mapping",
    "a custom role of the mapping was never created",
  ],
  run: async ({ account, evidence }) => {
    const roles = evidence.user?.roles ?? [];
    return roles.join("\n") === account.roles.join("\n")
      ? passed(show(roles))
      : failed(show(account.roles), show(roles), roles.length > 0 ? MAPPING : {});
  },
  diagnose: diagnoseRoles,
};
