import type { App, AuthorizationServer, Claim } from "../entities.ts";
import type { OAuthError } from "./errors.ts";
import { ExpressionError } from "./expression/error.ts";
import { type Context, evaluate } from "./expression/evaluate.ts";
import { refusal } from "./refusals.ts";

/**
 * Evaluates the access-token claims of a server for a client and its granted scopes. A claim bound to
 * scopes appears only with one of them; a null value leaves the claim out; those of other kinds than
 * expressions need a user and are left out.
 * @throws OAuthError `server_error`, Okta's evaluation failure, for an expression without a value
 */
export function evaluateClaims(
  server: AuthorizationServer,
  app: App,
  scopes: readonly string[],
): Record<string, unknown> {
  const context: Context = {
    app: { id: app.id, clientId: app.clientId, profile: app.profile },
    access: { scope: scopes },
  };
  const values: [string, unknown][] = [];
  for (const claim of server.claims) {
    if (!applies(claim, scopes)) continue;
    const value = resolve(claim, context);
    if (value !== null) values.push([claim.name, value]);
    else if (claim.name === "sub") throw failure(claim);
  }
  return Object.fromEntries(values);
}

function applies(claim: Claim, scopes: readonly string[]): boolean {
  return (
    claim.status === "ACTIVE" &&
    claim.claimType === "RESOURCE" &&
    claim.valueType === "EXPRESSION" &&
    (claim.scopes.length === 0 || claim.scopes.some((scope) => scopes.includes(scope)))
  );
}

function resolve(claim: Claim, context: Context): unknown {
  try {
    return evaluate(claim.value ?? "null", context);
  } catch (error) {
    if (error instanceof ExpressionError) throw failure(claim);
    throw error;
  }
}

function failure(claim: Claim): OAuthError {
  const kind = claim.system ? "system" : "user";
  return refusal(`${kind}_claim_evaluation_failure`, claim.name);
}
