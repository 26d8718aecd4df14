import type { AccessAccount } from "../../access/contract.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import type { OktaApp } from "../../okta-api/objects.ts";
import { clientSecrets } from "./client-secrets.ts";
import type { Registry } from "./registry.ts";

/** Where Okta has an account's credentials, by what its app says. */
export function registryOf(
  okta: OktaCaller,
  account: AccessAccount,
  app: OktaApp | undefined,
): Registry {
  const { name, clientId, credential: method } = account;
  if (app === undefined) {
    throw refused(
      `Okta shows no app with the client id ${clientId} of ${name}`,
      "deploy the stack, and bootstrap the rotator anew (npm run deployer)",
    );
  }
  const isAs = app.credentials.oauthClient.token_endpoint_auth_method;
  if (isAs !== method) {
    throw refused(
      `The app of ${name} proves itself by ${isAs} at Okta and by ${method} in the stack`,
      "pulumi up",
    );
  }
  if (method === "private_key_jwt") throw refused(`${name} has a private key`, "rotate it by hand");
  if (account.rotation !== true) {
    throw new Neo4jOktaError(
      "rotation-not-declared",
      `${name}: the stack keeps the client secret in its state, and would put it back with its next update. Fix: set rotation: true for the account, and pulumi up.`,
    );
  }
  return clientSecrets(okta, { account: name, appId: app.id, method });
}

function refused(what: string, fix: string): Neo4jOktaError {
  return new Neo4jOktaError("rotation-okta", `${what}. Fix: ${fix}.`);
}
