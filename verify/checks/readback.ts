import { type Check, failed, passed, show, type Verdict } from "./check.ts";
import type { AccountContext, StackContext } from "./context.ts";
import { DPOP } from "./refusals.ts";

const NO_API: Verdict = {
  status: "skipped",
  reason: "no credential for Okta's API was given (--okta-api)",
};

/** Tokens show what our clients get; only the policy shows who else gets it. */
export const policyClients: Check<StackContext> = {
  id: "okta.policy_clients",
  title: "Read back: the stack's scope is granted to the stack's clients only",
  side: "okta",
  setting: "clients of the access policy",
  fix: "Another client may ask for the stack's scope. Take it out of the policy, or declare it as an account; run pulumi up to restore the list.",
  symptoms: ["a client that nobody declared gets tokens with the scope"],
  optional: true,
  run: async ({ contract, okta }) => {
    if (okta === undefined) return NO_API;
    const server = await okta.server(contract.issuer);
    if (server === undefined) return failed(contract.issuer, "no such authorization server");
    const declared = contract.accounts.map(({ clientId }) => clientId);
    const strangers = new Set<string>();
    for (const policy of await okta.policies(server)) {
      const rules = await okta.rules(server, policy);
      const grants = rules.some(
        ({ status, conditions }) =>
          status === "ACTIVE" &&
          (conditions.grantTypes?.include ?? []).includes("client_credentials") &&
          (conditions.scopes?.include ?? []).some((scope) => [contract.scope, "*"].includes(scope)),
      );
      if (policy.status !== "ACTIVE" || !grants) continue;
      for (const client of policy.conditions.clients.include ?? []) {
        if (!declared.includes(client)) strangers.add(client);
      }
    }
    return strangers.size === 0
      ? passed("no other client")
      : failed("no other client", show([...strangers].sort()));
  },
};

/** An app that requires DPoP issues no bearer token, and Okta's console turns it on for new apps. */
export const appDpop: Check<AccountContext> = {
  id: "okta.app_dpop",
  title: "Read back: the app does not require DPoP",
  ...DPOP,
  symptoms: ["Okta's console turns DPoP on for new API Services apps"],
  optional: true,
  run: async ({ account, okta }) => {
    if (okta === undefined) return NO_API;
    const app = await okta.app(account.clientId);
    if (app === undefined) return failed("an app", `no app has the client id ${account.clientId}`);
    const bound = app.settings.oauthClient.dpop_bound_access_tokens ?? false;
    return bound ? failed("false", "true") : passed("false");
  },
};
