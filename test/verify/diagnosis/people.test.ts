import neo4j from "neo4j-driver";
import { expect, test } from "vitest";
import { type ContractSignIn, contractTrust } from "../../../access/sign-in/contract.ts";
import { signInSettings } from "../../../access/sign-in/settings.ts";
import { Administrator } from "../../../neo4j-client/administrator.ts";
import { settingsFinding } from "../../../verify/diagnosis/sign-ins/neo4j.ts";
import { accountContext, fakeNeo4j } from "../account-context.ts";

const GOOGLE = "https://accounts.google.com";
const PROVIDER = "dbms.security.oidc.google";
const METADATA = { issuer: GOOGLE, jwks_uri: "https://www.googleapis.com/oauth2/v3/certs" };

/** Without groups: the database grants the roles. */
const SIGN_IN: ContractSignIn = {
  id: "google",
  provider: "google",
  displayName: "Google",
  tokenType: "id_token",
  issuer: GOOGLE,
  discoveryUri: `${GOOGLE}/.well-known/openid-configuration`,
  audience: "c1",
  clientId: "c1",
  scopes: ["openid", "email"],
  usernameClaim: "sub",
  groups: {},
  redirectUris: [],
  origins: [],
};

/** What is found of a database that runs with these settings changed. */
function seen(changes: Record<string, string>) {
  const settings = {
    "dbms.security.auth_enabled": "true",
    "dbms.security.authentication_providers": "[oidc-google, native]",
    "dbms.security.authorization_providers": "native",
    ...signInSettings(contractTrust(SIGN_IN)),
    ...changes,
  };
  const rows = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const run = async (_: unknown, statement: string) =>
    statement.startsWith("SHOW ROLES") ? [] : rows;
  const breakGlass = new Administrator(fakeNeo4j({ run }), neo4j.auth.basic("neo4j", "p"));
  const base = accountContext({ breakGlass, evidence: { metadata: METADATA } });
  return settingsFinding({ ...base, signIn: SIGN_IN });
}

test.each<[string, Record<string, string>]>([
  ["as declared", {}],
  ["with what the discovery document says", { [`${PROVIDER}.jwks_uri`]: METADATA.jwks_uri }],
  [
    "with a map in Neo4j's own spelling",
    {
      [`${PROVIDER}.params`]: "{scope=openid email, client_id=c1, response_type=code}",
    },
  ],
])("nothing is found %s", async (_what, changes) => {
  expect(await seen(changes)).toBeUndefined();
});

test.each([
  [`${PROVIDER}.jwks_uri`, "https://evil.example.com/certs"],
  [`${PROVIDER}.token_endpoint`, "https://evil.example.com/token"],
  [`${PROVIDER}.claims.groups`, "groups"],
  [`${PROVIDER}.authorization.group_to_role_mapping`, '"all"=admin'],
  [`${PROVIDER}.params`, "client_id=c12;response_type=code;scope=openid email"],
  ["dbms.security.auth_enabled", "false"],
  ["dbms.security.require_local_user", "true"],
])("%s is found where it is %s", async (setting, value) => {
  expect(await seen({ [setting]: value })).toMatchObject({
    side: "neo4j",
    setting,
    seen: `it is ${JSON.stringify(value)}`,
  });
});
