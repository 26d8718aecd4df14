import neo4j from "neo4j-driver";
import { Neo4jFailure } from "../neo4j.ts";
import {
  type AccountContext,
  type Check,
  equal,
  failed,
  passed,
  type StackContext,
  show,
  type Verdict,
} from "./check.ts";
import { CLOCK } from "./clock.ts";
import { getJson } from "./http.ts";

export const neo4jReachable: Check<StackContext> = {
  id: "neo4j.reachable",
  title: "Neo4j answers over HTTP",
  side: "network",
  setting: "address of Neo4j",
  remedy:
    "Is the Pod ready, and is this the address it has from here (--http-uri, --bolt-uri, kubectl port-forward)? A Pod that does not start says why in its log: kubectl logs.",
  symptoms: [
    "ServiceUnavailable from the driver",
    "the Helm release times out, the Pod is in CrashLoopBackOff",
  ],
  run: async (context) => {
    const answer = await getJson(context.neo4j.httpUri, context);
    if (!answer.reached) return failed("an answer", `${context.neo4j.httpUri}: ${answer.reason}`);
    return answer.status === 200
      ? passed(context.neo4j.httpUri)
      : failed("200", `${context.neo4j.httpUri}: ${answer.status}`);
  },
};

export const neo4jProvider: Check<StackContext> = {
  id: "neo4j.provider",
  title: "Neo4j's discovery document lists the OIDC provider",
  side: "neo4j",
  setting: "dbms.security.authentication_providers",
  remedy:
    "The provider is not among the authentication providers of the running server. Run pulumi up; settings are static, so the Pod must have been restarted since.",
  symptoms: ["Neo4j refuses every token", "the Browser offers no single sign-on"],
  run: async (context) => {
    const answer = await getJson(context.neo4j.httpUri, context);
    const body = answer.reached
      ? (answer.body as { auth_config?: { oidc_providers?: { id?: unknown }[] } } | undefined)
      : undefined;
    const listed = body?.auth_config?.oidc_providers;
    if (!Array.isArray(listed))
      return { status: "inapplicable", reason: "this Neo4j does not list its providers" };
    const ids = listed.map(({ id }) => id);
    const wanted = context.contract.neo4j.providerId;
    return ids.includes(wanted) || ids.includes(`oidc-${wanted}`)
      ? passed(show(ids))
      : failed(wanted, show(ids));
  },
};

/** Neo4j answers Unauthorized too while it cannot read Okta's keys, which may pass. */
const RETRY_WAITS_MS = [300, 900];

export const loginBolt: Check<AccountContext> = {
  id: "login.bolt",
  title: "The token opens the database over Bolt",
  side: "neo4j",
  setting:
    "dbms.security.authentication_providers, or audience, issuer or well_known_discovery_uri of dbms.security.oidc.<provider>",
  remedy:
    "The token itself is right, so it is Neo4j's expectation that differs. Compare the running settings with the stack's; logs/security.log says which claim was refused, and --break-glass has verify read the settings back.",
  symptoms: [
    "Neo.ClientError.Security.Unauthorized: The client is unauthorized due to authentication failure",
    "DPoP-bound or otherwise unusual tokens are rejected",
    "dbms.security.require_local_user is true and the client has no local user",
  ],
  run: async (context) => {
    for (const wait of [...RETRY_WAITS_MS, undefined]) {
      try {
        context.evidence.user = await context.neo4j.currentUser(
          neo4j.auth.bearer(context.evidence.token?.accessToken ?? ""),
        );
        return passed(context.evidence.user.name);
      } catch (error) {
        if (!(error instanceof Neo4jFailure)) throw error;
        if (wait === undefined) return refusedLogin(error);
        await context.delay(wait);
      }
    }
    return { status: "skipped", reason: "no login was tried" };
  },
};

function refusedLogin({ code, message }: Neo4jFailure): Verdict {
  if (code === "Neo.ClientError.Security.TokenExpired") {
    return failed("a login", `${code}: ${message}`, {
      ...CLOCK,
      setting: "system clock of the Neo4j nodes (NTP)",
    });
  }
  const unreachable = code === "ServiceUnavailable" || code === "N/A";
  return failed(
    "a login",
    `${code}: ${message}`,
    unreachable
      ? {
          side: "network",
          setting: "Bolt address of Neo4j",
          remedy: "Is Bolt enabled, and is this its address from here (--bolt-uri)?",
        }
      : undefined,
  );
}

/** `SHOW CURRENT USER` has no row then. */
const AUTH_DISABLED = {
  setting: "dbms.security.auth_enabled",
  remedy: "Authentication is off: everybody is an administrator. Take the server off the network.",
};

export const loginUsername: Check<AccountContext> = {
  id: "login.username",
  title: "Neo4j knows the caller by the client id",
  side: "neo4j",
  setting: "dbms.security.oidc.<provider>.claims.username",
  remedy: "Run pulumi up to restore the setting to sub.",
  symptoms: ["the query log shows an unexpected user name"],
  run: async ({ account, evidence }) =>
    equal(
      account.clientId,
      evidence.user?.name,
      evidence.user?.name === "" ? AUTH_DISABLED : undefined,
    ),
};

/** Some roles arrived, so groups are read and used: what differs is what they stand for. */
const MAPPING = "dbms.security.oidc.<provider>.authorization.group_to_role_mapping";

export const loginRoles: Check<AccountContext> = {
  id: "login.roles",
  title: "SHOW CURRENT USER returns exactly the declared roles",
  side: "neo4j",
  setting:
    "authorization.group_to_role_mapping or claims.groups of dbms.security.oidc.<provider>, or dbms.security.authorization_providers",
  remedy:
    "The token carries the right groups, so it is the mapping, the authorization providers, claims.groups, or a role that does not exist in the database (CREATE ROLE). Run pulumi up to restore the settings.",
  symptoms: [
    "login works but the account has no rights",
    "explicit mapping stopped same-name mapping",
    "a custom role of the mapping was never created",
  ],
  run: async ({ account, evidence }) => {
    const roles = evidence.user?.roles ?? [];
    return roles.join("\n") === account.roles.join("\n")
      ? passed(show(roles))
      : failed(
          show(account.roles),
          show(roles),
          roles.length > 0 ? { setting: MAPPING } : undefined,
        );
  },
};

export const loginQueryApi: Check<AccountContext> = {
  id: "login.query_api",
  title: "The token opens the Query API",
  side: "neo4j",
  setting: "server.http_enabled_modules (QUERY_API_ENDPOINTS), server.http.enabled",
  remedy: "Enable the HTTP connector and the Query API, or do not use it.",
  symptoms: ["Bolt works, HTTP clients get 401 or 404"],
  run: async ({ neo4j: database, evidence, account, fetch, timeout }) => {
    const uri = new URL("/db/system/query/v2", database.httpUri).href;
    try {
      const response = await fetch(uri, {
        method: "POST",
        headers: {
          authorization: `Bearer ${evidence.token?.accessToken}`,
          "content-type": "application/json",
          accept: "application/json",
        },
        body: JSON.stringify({ statement: "SHOW CURRENT USER" }),
        signal: AbortSignal.timeout(timeout),
      });
      if (response.status === 404) {
        return {
          status: "inapplicable",
          reason: "this Neo4j has no Query API (5.25 or later has)",
        };
      }
      const body = (await response.json()) as {
        data?: { fields?: string[]; values?: unknown[][] };
      };
      const column = body.data?.fields?.indexOf("user") ?? -1;
      const user = body.data?.values?.[0]?.[column];
      return user === account.clientId
        ? passed(`${response.status}, ${user}`)
        : failed(account.clientId, `${response.status} ${show(user)}`);
    } catch (error) {
      return failed("an answer", `${uri}: ${error instanceof Error ? error.message : "none"}`, {
        side: "network",
      });
    }
  },
};
