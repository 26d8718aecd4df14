import type { AccessAccount } from "../../access/contract.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import type { OktaApp } from "../../okta-api/objects.ts";
import { type Options, usage } from "../options.ts";
import type { Held } from "../states/held.ts";
import type { State } from "../states/state.ts";
import { clientSecrets } from "./client-secrets.ts";
import { inlineKeys } from "./inline-keys.ts";
import { jwksDocument } from "./jwks-document.ts";
import { type KeyPlace, type Parking, publicKeys } from "./public-keys.ts";
import type { Registry } from "./registry.ts";

/** What registries work with. */
export interface Around {
  okta: OktaCaller;
  options: Pick<Options, "stack" | "project" | "jwks">;
  state: Pick<State, "keepsSecrets" | "place">;
  held: Held;
  fetch: typeof fetch;
}

/** Where Okta has an account's credentials, by what its app says. @throws Neo4jOktaError `rotation-okta` and others */
export function registryOf(
  around: Around,
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
  if (method === "private_key_jwt")
    return publicKeys(placeOf(around, account, app), parkingOf(around.held));
  if (account.rotation !== true) {
    throw new Neo4jOktaError(
      "rotation-not-declared",
      `${name}: the stack keeps the client secret in its state, and would put it back with its next update. Fix: set rotation: true for the account, and pulumi up.`,
    );
  }
  return clientSecrets(around.okta, { account: name, appId: app.id, method });
}

function placeOf(
  { okta, options, state, fetch }: Around,
  { name }: AccessAccount,
  app: OktaApp,
): KeyPlace {
  if (!state.keepsSecrets) {
    throw usage(
      `${name} has a private key, which its state has to hold until it is delivered: give --state kubernetes:NAMESPACE/NAME, not ${state.place}`,
    );
  }
  const { stack, project, jwks } = options;
  const uri = app.settings.oauthClient.jwks_uri;
  if (uri) {
    if (jwks !== undefined) {
      return jwksDocument({ account: name, file: jwks.replaceAll("{account}", name), uri }, fetch);
    }
    throw usage(`Okta fetches the keys of ${name} from ${uri}: give the file of it, --jwks FILE`);
  }
  if (stack !== undefined)
    return inlineKeys(okta, { account: name, appId: app.id, stack, project });
  throw usage(
    `the public keys of ${name} are in its stack's file: give --stack NAME in place of --contract`,
  );
}

/** In the record of the rotation. */
export function parkingOf(held: Held): Parking {
  return {
    parked: () => held.record.parked ?? [],
    park: (parked) => held.save({ ...held.record, parked: [...parked] }),
    going: () => held.record.rotation?.retire ?? [],
  };
}

function refused(what: string, fix: string): Neo4jOktaError {
  return new Neo4jOktaError("rotation-okta", `${what}. Fix: ${fix}.`);
}
