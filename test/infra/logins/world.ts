import {
  CLIENT_ID,
  entra,
  google,
  type Issuer,
  type IssuerShape,
  keycloak,
  type Person,
  SERVICE_AUDIENCE,
  startIssuer,
} from "@neo4j-okta/sandbox/issuers";
import { createSecurity, parseConfiguration } from "@neo4j-okta/sandbox/neo4j";
import { inputsOf } from "../../support/pulumi.ts";
import { validSettings } from "../../support/settings.ts";
import { validSignIn } from "../../support/sign-ins.ts";
import { ORG, recordProgram } from "../../support/stack.ts";

/** A group of Entra ID, which names groups by their object ids. */
const OBJECT_ID = "e8b6ddfa-688d-4ace-987d-6cc5516af188";
const REALM = "https://sso.example.com/realms/company";
const OKTA = "https://example.okta.com/oauth2/default";

/** The identity providers, with the issuers that they have in the world. */
const SHAPES = {
  entra: entra(),
  "entra with app roles": entra("roles"),
  "entra with over 200 groups": entra("overage"),
  google: google(),
  keycloak: { ...keycloak(), issuer: () => REALM },
  "keycloak with full paths": { ...keycloak({ fullPath: true }), issuer: () => REALM },
  okta: {
    path: "/oauth2/default",
    issuer: () => OKTA,
    claims: ({ groups }) => ({ groups }),
    accessToken: { audience: "api://default" },
  },
} satisfies Record<string, IssuerShape>;
export type Name = keyof typeof SHAPES;

/** One person, known to all issuers. */
export const jake: Person = {
  id: "00u-jake",
  email: "jake@example.com",
  groups: ["engineers", OBJECT_ID],
};
/** A person without a group. */
export const guest: Person = { id: "00u-guest", email: "guest@example.com", groups: [] };

/** Each provider's sign-in for the client of these issuers. */
const SIGN_INS = {
  entra: { clientId: CLIENT_ID, groups: { [OBJECT_ID]: ["publisher"] } },
  google: { clientId: CLIENT_ID, clientSecret: SHAPES.google.clientSecret },
  keycloak: {
    clientId: CLIENT_ID,
    issuer: REALM,
    audience: "neo4j",
    groups: { engineers: ["publisher"] },
  },
  okta: { tokenType: "id_token", groups: { engineers: ["publisher"] } },
};
export type Provider = keyof typeof SIGN_INS;

/** A sign-in of the stack's file, with changes; an Okta one has people's ID tokens of the services' server. */
export function signIn(provider: Provider, changes: object = {}): Record<string, unknown> {
  const { authorizationServer: _own, ...valid } = validSignIn(provider);
  return { ...valid, ...SIGN_INS[provider], ...changes };
}

/** Neo4j's settings, as the program declares them for these sign-ins and, unless they are alone, one service. */
export async function settingsOf(
  signIns: readonly unknown[],
  { alone = false, ...more }: { alone?: boolean; database?: unknown } = {},
): Promise<Record<string, string>> {
  const settings = validSettings({
    authorizationServer: { id: "default", audience: SERVICE_AUDIENCE },
    signIns,
    ...(alone ? { accounts: [], groups: undefined } : {}),
    ...more,
  });
  const server = ORG.calls["okta:auth/getServer:getServer"]();
  const { resources } = await recordProgram(settings, {
    calls: {
      ...ORG.calls,
      "okta:auth/getServer:getServer": () => ({ ...server, audiences: [SERVICE_AUDIENCE] }),
    },
    outputs: {
      ...ORG.outputs,
      "okta:app/oAuth:OAuth": ({ inputs }) => ({ clientId: CLIENT_ID, ...inputs }),
    },
  });
  const { values } = inputsOf(resources, "neo4j-release");
  return (values as { config: Record<string, string> }).config;
}

/** The issuers on loopback, and databases that reach them by the addresses of the world. */
export class World {
  readonly #issuers = new Map<string, Issuer>();
  /** Lines of the security log. */
  readonly log: string[] = [];

  static async start(): Promise<World> {
    const world = new World();
    for (const [name, shape] of Object.entries(SHAPES)) {
      world.#issuers.set(name, await startIssuer(shape, { people: [jake, guest] }));
    }
    return world;
  }

  async stop(): Promise<void> {
    for (const issuer of this.#issuers.values()) await issuer.stop();
  }

  issuer(name: Name): Issuer {
    return this.#issuers.get(name) as Issuer;
  }

  /** A database on these settings, which finds the issuer `name`, and Okta, where they are in the world. */
  async database(settings: Readonly<Record<string, string>>, name: Name) {
    const security = createSecurity(parseConfiguration(new Map(Object.entries(settings))), {
      initialPassword: { password: "break-glass-password", changeRequired: false },
      fetch: (input, init) => fetch(this.#local(String(input), name), init),
      log: (line) => this.log.push(line),
    });
    await security.start();
    return security;
  }

  /** @throws for an address that nobody has */
  #local(address: string, name: Name): string {
    if (address.startsWith("http://127.0.0.1:")) return address;
    const found = ([name, "okta"] as const).find((one) => address.startsWith(publicBase(one)));
    if (found === undefined) throw new Error(`nobody answers at ${address}`);
    const { discoveryUri } = this.issuer(found);
    const base = discoveryUri.slice(0, -"/.well-known/openid-configuration".length);
    return base + address.slice(publicBase(found).length);
  }
}

/** Below which address the documents and keys of an issuer are. */
function publicBase(name: Name): string {
  return SHAPES[name].issuer("");
}

/** How a login ends: the user, the provider and the roles, or the code of the refusal. */
export async function login(
  security: Awaited<ReturnType<World["database"]>>,
  credentials: string,
): Promise<unknown> {
  try {
    const { username, provider, roles } = await security.login({ scheme: "bearer", credentials });
    return { username, provider, roles };
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}
