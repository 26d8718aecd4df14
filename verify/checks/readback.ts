import {
  type AccountContext,
  type Check,
  failed,
  passed,
  type StackContext,
  show,
} from "./check.ts";

const NO_API = "no Okta API credential was given (--okta-api)";

export const policyClients: Check<StackContext> = {
  id: "okta.policy_clients",
  title: "Read back: the stack's scope is granted to the stack's clients only",
  side: "okta",
  setting: "clients of the access policy",
  fix: "Another client may ask for the stack's scope. Take it out of the policy, or declare it as an account; run pulumi up to restore the list.",
  symptoms: ["a client that nobody declared gets tokens with the scope"],
  optional: true,
  run: async ({ contract, okta }) => {
    if (okta === undefined) return { status: "skipped", reason: NO_API };
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

export const appDpop: Check<AccountContext> = {
  id: "okta.app_dpop",
  title: "Read back: the app does not require DPoP",
  side: "okta",
  setting: "DPoP (dpop_bound_access_tokens) of the app",
  fix: "Neo4j takes bearer tokens only: turn off Require DPoP for the app; the next pulumi update of the app does it too.",
  symptoms: ["Okta's console turns DPoP on for new API Services apps"],
  optional: true,
  run: async ({ account, okta }) => {
    if (okta === undefined) return { status: "skipped", reason: NO_API };
    const app = await okta.app(account.clientId);
    if (app === undefined) return failed("an app", `no app has the client id ${account.clientId}`);
    const bound = app.settings.oauthClient.dpop_bound_access_tokens ?? false;
    return bound ? failed("false", "true") : passed("false");
  },
};
