import { randomUUID } from "node:crypto";
import type { Check } from "../checks/check.ts";
import type { ProbeContext } from "../checks/context.ts";
import { refusedByOkta } from "./refused.ts";

/** Asks, with an account's own credential, for a scope that no rule names. */
export const scopeRefused: Check<ProbeContext> = {
  id: "refusal.scope",
  title: "Okta refuses a scope that was not granted",
  side: "okta",
  setting: "scopes of the rule",
  fix: "The rule must name the stack's scope only, not any scope. Run pulumi up to restore it.",
  symptoms: ["a service gets more scopes than were declared"],
  run: ({ tokens }) =>
    refusedByOkta(tokens.derive({ scope: "neo4j_okta_verify_ungranted" }), [
      "invalid_scope",
      "access_denied",
    ]),
};

/** A client id that nobody has. */
export const unknownClientRefused: Check<ProbeContext> = {
  id: "refusal.unknown_client",
  title: "Okta refuses a client that it does not know",
  side: "okta",
  setting: "token endpoint",
  fix: "What answers is not Okta's token endpoint; see who answers at that address.",
  symptoms: ["anybody gets a token"],
  run: ({ tokens }) =>
    refusedByOkta(
      tokens.derive({
        clientId: `neo4j-okta-verify-${randomUUID()}`,
        credential: { kind: "client_secret_basic", clientSecret: randomUUID() },
      }),
      ["invalid_client"],
    ),
};

/** Needs a client of the user: verify creates none. */
export const outsiderRefused: Check<ProbeContext> = {
  id: "refusal.outsider",
  title: "Okta refuses the scope to a client outside the policy",
  side: "okta",
  setting: "clients of the access policy",
  fix: "The policy must list the stack's clients, not ALL_CLIENTS, and no other policy may grant the scope. Run pulumi up to restore it.",
  symptoms: ["a client that nobody declared opens the database"],
  optional: true,
  run: async ({ tokens, given: { outsider } }) => {
    if (outsider === undefined) {
      return { status: "skipped", reason: "no client outside the policy was given (--outsider)" };
    }
    return refusedByOkta(
      tokens.derive({
        clientId: outsider.clientId,
        credential: { kind: "client_secret_basic", clientSecret: outsider.clientSecret },
      }),
      ["access_denied"],
    );
  },
};
