import { isOfPeopleAlone } from "../../access/contract.ts";
import { type Check, failed, passed, show, type Verdict } from "./check.ts";
import type { AccountContext, StackContext } from "./context.ts";
import { NO_API, PEOPLE_ALONE } from "./not-looked.ts";
import { DPOP } from "./refusals.ts";

const NOT_LOOKED: Verdict = {
  status: "skipped",
  reason:
    "whether other clients can get these roles was not looked at: the server is shared (--okta-api looks, --accept-shared goes without)",
  needed: true,
};

/** Tokens show what our clients get; only the policies show who else gets it. */
export const policyClients: Check<StackContext> = {
  id: "okta.policy_clients",
  title: "Read back: the stack's scope is granted to the stack's clients only",
  side: "okta",
  setting: "clients of the access policy",
  fix: "Another client may ask for the stack's scope, and its profile says which groups it has. Take it out of that policy, or the scope out of that rule; or declare it as an account; or give the stack a server of its own: authorizationServer: { name, audience }.",
  symptoms: ["a client that nobody declared gets tokens with the scope"],
  optional: true,
  run: async ({ contract, okta, acceptShared }) => {
    if (isOfPeopleAlone(contract)) return PEOPLE_ALONE;
    if (okta === undefined) {
      return contract.sharedServer === false || acceptShared ? NO_API : NOT_LOOKED;
    }
    const server = await okta.server(contract.issuer);
    if (server === undefined) return failed(contract.issuer, "no such authorization server");
    const declared = contract.accounts.map(({ clientId }) => clientId);
    const strangers: string[] = [];
    for (const policy of await okta.policies(server)) {
      const rules = await okta.rules(server, policy);
      const rule = rules.find(
        ({ status, conditions }) =>
          status === "ACTIVE" &&
          (conditions.grantTypes?.include ?? []).includes("client_credentials") &&
          (conditions.scopes?.include ?? []).some((scope) => [contract.scope, "*"].includes(scope)),
      );
      if (policy.status !== "ACTIVE" || rule === undefined) continue;
      for (const client of policy.conditions.clients.include ?? []) {
        if (declared.includes(client)) continue;
        strangers.push(`${client} by policy ${policy.name}, rule ${rule.name}`);
      }
    }
    return strangers.length === 0
      ? passed("no other client")
      : failed("no other client", show(strangers.sort()));
  },
};

/** A second claim of the name would add to the groups, or replace them, by another rule. */
export const claimAlone: Check<StackContext> = {
  id: "okta.claim_alone",
  title: "Read back: no other claim of access tokens has the name of the groups claim",
  side: "okta",
  setting: "claims of the authorization server",
  fix: "Another claim of that name may give tokens other groups. Remove it, or choose another claim.name for this stack.",
  symptoms: ["a token has groups that no app's profile has"],
  optional: true,
  run: async ({ contract, okta }) => {
    if (okta === undefined) return NO_API;
    const server = await okta.server(contract.issuer);
    if (server === undefined) return failed(contract.issuer, "no such authorization server");
    const claims = await okta.claims(server);
    const values = claims
      .filter(({ name, claimType }) => name === contract.groupsClaim && claimType === "RESOURCE")
      .map(({ value }) => value ?? "");
    return values.length <= 1
      ? passed(`${values.length} of the name ${contract.groupsClaim}`)
      : failed(`1 of the name ${contract.groupsClaim}`, show(values));
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
