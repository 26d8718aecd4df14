import { SignJWT } from "jose";
import type { Inputs } from "../../../../verify/inputs/inputs.ts";
import { manage } from "../../../support/declared-org.ts";
import { PEOPLE } from "../../../support/declared-people.ts";
import type { World } from "../../../support/world.ts";
import type { Fault } from "../fault.ts";
import { MAPPING, PROVIDER, serverOf, signInOf } from "./scene.ts";

/** `--person`. */
export const ONE_PERSON: Fault[] = [
  {
    name: "Okta: the person is suspended (--person)",
    apply: async ({ world, inputs }) => {
      inputs.person = PEOPLE.engineer;
      const { id } = await manage(world.okta, "GET", `/api/v1/users/${PEOPLE.engineer}`);
      await manage(world.okta, "POST", `/api/v1/users/${id}/lifecycle/suspend`);
    },
    check: "person.active",
    side: "okta",
    setting: "status of the person",
    unaided: false,
  },
  {
    name: "Client: a login that nobody has (--person)",
    apply: ({ inputs }) => {
      inputs.person = "adda@example.com";
    },
    check: "person.active",
    side: "client",
    setting: "--person",
    unaided: false,
  },
  {
    name: "Okta: the person is in no mapped group (--person)",
    apply: ({ inputs }) => {
      inputs.person = PEOPLE.nobody;
    },
    check: "person.groups",
    side: "okta",
    setting: "groups of the person",
    unaided: false,
  },
  {
    name: "Neo4j: the person's local user is suspended (--person)",
    apply: async ({ world, inputs, neo4j }) => {
      inputs.person = PEOPLE.engineer;
      inputs.contract.database = {
        requireLocalUser: true,
        ...{ roles: [], users: [], authRules: [] },
        removed: { roles: [], users: [], authRules: [] },
      };
      await neo4j({ "dbms.security.require_local_user": "true" });
      for (const { clientId } of inputs.contract.accounts) {
        await world.administer(localUser(clientId, "ACTIVE", "oidc-okta-backend", clientId));
      }
      await world.administer(localUser("ada", "SUSPENDED", "oidc-okta", PEOPLE.engineer));
    },
    check: "person.local_user",
    side: "neo4j",
    setting: "local user of the person",
    unaided: false,
  },
];

function localUser(name: string, status: string, provider: string, id: string): string {
  return `CREATE USER \`${name}\` SET STATUS ${status} SET AUTH '${provider}' {SET ID '${id}'}`;
}

/** `--person-token`. */
export const TOKENS: Fault[] = [
  {
    name: "Okta: the person's token without a mapped group (--person-token)",
    apply: ({ world, inputs }) => withToken(world, inputs, { groups: ["guests"] }),
    check: "person.token",
    side: "okta",
    setting: "groups claim, or the groups of the person",
  },
  {
    name: "Entra ID: overage, the person's token without any group (--person-token)",
    apply: ({ world, inputs }) => withToken(world, inputs, { _claim_names: { groups: "src1" } }),
    check: "person.token",
    side: "okta",
    setting: "groups claim, or the groups of the person",
  },
  {
    name: "Client: the person's token of yesterday (--person-token)",
    apply: ({ world, inputs }) => withToken(world, inputs, { groups: ["readers"] }, -3600),
    check: "person.token",
    side: "client",
    setting: "token of the person",
  },
  {
    name: "Neo4j: the person's token gets other roles (--person-token)",
    apply: async ({ world, inputs, neo4j }) => {
      await withToken(world, inputs, { groups: ["readers"] });
      await neo4j({ [MAPPING]: '"engineers"=publisher;"readers"=editor' });
    },
    check: "person.roles",
    side: "neo4j",
    setting: PROVIDER,
    pinnedCheck: "neo4j.sign_in_settings",
    pinned: MAPPING,
  },
  {
    name: "Neo4j: the person's token is refused (--person-token)",
    apply: async ({ world, inputs, neo4j }) => {
      await withToken(world, inputs, { groups: ["readers"] });
      await neo4j({ [`${PROVIDER}.audience`]: "api://other" });
    },
    check: "person.roles",
    side: "neo4j",
    setting: PROVIDER,
    pinnedCheck: "neo4j.sign_in_settings",
    pinned: `${PROVIDER}.audience`,
  },
];

/** What the server of people would sign. */
async function withToken(
  world: World,
  inputs: Inputs,
  more: Record<string, unknown>,
  seconds = 300,
): Promise<void> {
  const { id, issuer = "", audience } = signInOf(world);
  const key = serverOf(world).keys.find(({ status }) => status === "ACTIVE");
  if (!key) throw new Error("no signing key");
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const claims = {
    ...more,
    iss: issuer,
    aud: audience,
    sub: PEOPLE.engineer,
    exp,
    iat: exp - 3600,
  };
  const header = { alg: "RS256", kid: key.kid };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
  inputs.personTokens = [{ signIn: id, token, claims }];
}
