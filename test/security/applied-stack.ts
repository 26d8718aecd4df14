import { createSecurity, Neo4jServer, parseConfiguration } from "@neo4j-okta/sandbox/neo4j";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { manage } from "../support/declared-org.ts";
import type { RecordedResource } from "../support/pulumi.ts";
import { recordProgram } from "../support/stack.ts";

const SERVERS = "/api/v1/authorizationServers";

/** Where the imaginary org of the recorded program is. */
export const RECORDED_ORG = "https://example.okta.com";

type Inputs = Record<string, unknown>;

/** A client of the org. */
export interface Client {
  id: string;
  secret: string;
}

/**
 * What the program declares for some settings, made real: its Okta objects in an emulated org, its
 * Neo4j settings in a stand-in, both in this process. The org has a second authorization server with
 * the same audience, and on it a stranger who claims any group.
 */
export class AppliedStack {
  readonly clients: Client[] = [];
  /** The client ids that the stack declares. */
  declared: string[] = [];
  readonly stranger = "stranger-app";
  readonly #okta = new OktaEmulator();
  #neo4j: Neo4jServer | undefined;
  #otherServer = "";

  static async start(settings: Inputs): Promise<AppliedStack> {
    const stack = new AppliedStack();
    const { resources } = await recordProgram(settings);
    await stack.#okta.start();
    try {
      await stack.#makeOther();
      await stack.#makeDeclared(resources);
      await stack.#boot(resources);
      return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#neo4j?.stop();
    await this.#okta.stop();
  }

  /** The roles that a client gets in the database with a token of a server; undefined: no login. */
  async roles(client: Client, server: "own" | "other"): Promise<string[] | undefined> {
    const id = server === "own" ? "default" : this.#otherServer;
    const basic = Buffer.from(`${client.id}:${client.secret}`).toString("base64");
    const granted = await fetch(`${this.#okta.url}/oauth2/${id}/v1/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: "client_credentials", scope: "neo4j_groups" }),
    });
    if (granted.status === 400 || granted.status === 401) return undefined;
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const url = `http://127.0.0.1:${this.#neo4j?.httpPort}/db/system/query/v2`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ statement: "SHOW CURRENT USER" }),
    });
    if (answer.status === 401) return undefined;
    const { data } = (await answer.json()) as { data: { fields: string[]; values: string[][][] } };
    return data.values[0]?.[data.fields.indexOf("roles")]?.toSorted();
  }

  async #makeDeclared(resources: readonly RecordedResource[]): Promise<void> {
    const one = (type: string) => inputsOf(resources, type)[0] ?? {};
    const apps = inputsOf(resources, "okta:app/oAuth:OAuth");
    for (const app of apps) await this.#makeApp(app);
    this.declared = apps.map(({ clientId }) => String(clientId));
    await this.#makeRights("default", {
      scope: one("okta:auth/serverScope:ServerScope"),
      claim: one("okta:auth/serverClaim:ServerClaim"),
      policy: one("okta:auth/serverPolicy:ServerPolicy"),
      rule: one("okta:auth/serverPolicyRule:ServerPolicyRule"),
    });
  }

  /** A server of another team, where a stranger's profile decides what the token claims. */
  async #makeOther(): Promise<void> {
    const server = { name: "other team", description: "", audiences: ["api://default"] };
    const made = (await manage(this.#okta, "POST", SERVERS, server)) as { id: string };
    this.#otherServer = made.id;
    const groups = ["admin", "neo4j_admin", "neo4j_reader", "loaders", "team_1"];
    await this.#makeApp({
      label: this.stranger,
      clientId: this.stranger,
      tokenEndpointAuthMethod: "client_secret_basic",
      profile: JSON.stringify({ neo4j_groups: groups }),
      status: "ACTIVE",
    });
    await this.#makeRights(made.id, {
      scope: { name: "neo4j_groups" },
      claim: { name: "groups", value: "app.profile.neo4j_groups", scopes: ["neo4j_groups"] },
      policy: { name: "strangers", clientWhitelists: [this.stranger] },
      rule: { name: "strangers", grantTypeWhitelists: ["client_credentials"] },
    });
  }

  async #makeApp({ label, clientId, tokenEndpointAuthMethod, profile, status }: Inputs) {
    const activate = status === "ACTIVE";
    const app = (await manage(this.#okta, "POST", `/api/v1/apps?activate=${activate}`, {
      name: "oidc_client",
      label,
      signOnMode: "OPENID_CONNECT",
      credentials: {
        oauthClient: {
          client_id: clientId,
          token_endpoint_auth_method: tokenEndpointAuthMethod,
        },
      },
      settings: {
        oauthClient: {
          application_type: "service",
          grant_types: ["client_credentials"],
          response_types: ["token"],
        },
      },
      profile: JSON.parse(String(profile)),
    })) as { credentials: { oauthClient: { client_secret: string } } };
    this.clients.push({
      id: String(clientId),
      secret: app.credentials.oauthClient.client_secret,
    });
  }

  async #makeRights(server: string, rights: Record<"scope" | "claim" | "policy" | "rule", Inputs>) {
    const { scope, claim, policy, rule } = rights;
    const at = `${SERVERS}/${server}`;
    await manage(this.#okta, "POST", `${at}/scopes`, {
      name: scope.name,
      metadataPublish: "NO_CLIENTS",
    });
    await manage(this.#okta, "POST", `${at}/claims`, {
      name: claim.name,
      status: "ACTIVE",
      claimType: "RESOURCE",
      valueType: "EXPRESSION",
      value: claim.value,
      conditions: { scopes: claim.scopes },
      alwaysIncludeInToken: true,
    });
    const made = (await manage(this.#okta, "POST", `${at}/policies`, {
      type: "OAUTH_AUTHORIZATION_POLICY",
      name: policy.name,
      description: "made from the declared graph",
      status: "ACTIVE",
      conditions: { clients: { include: policy.clientWhitelists } },
    })) as { id: string };
    await manage(this.#okta, "POST", `${at}/policies/${made.id}/rules`, {
      type: "RESOURCE_ACCESS",
      name: rule.name,
      conditions: {
        people: { users: {}, groups: { include: ["EVERYONE"] } },
        grantTypes: { include: rule.grantTypeWhitelists },
        scopes: { include: [scope.name] },
      },
      actions: { token: { accessTokenLifetimeMinutes: 60 } },
    });
  }

  /** The stand-in reads what the release would mount; addresses of the org are the emulator's. */
  async #boot(resources: readonly RecordedResource[]): Promise<void> {
    const [release] = inputsOf(resources, "kubernetes:helm.sh/v3:Release");
    const { config } = (release as { values: { config: Record<string, string> } }).values;
    const settings = Object.entries(config).map(
      ([name, value]) =>
        [
          name,
          value
            .replaceAll(
              `${RECORDED_ORG}/oauth2/other`,
              `${this.#okta.url}/oauth2/${this.#otherServer}`,
            )
            .replaceAll(RECORDED_ORG, this.#okta.url),
        ] as const,
    );
    const configuration = parseConfiguration(new Map(settings));
    const security = createSecurity(configuration, {
      initialPassword: { password: "break-glass-password", changeRequired: false },
      log: () => {},
    });
    await security.start();
    this.#neo4j = new Neo4jServer({ configuration, security });
    await this.#neo4j.start();
  }
}

function inputsOf(resources: readonly RecordedResource[], type: string): Inputs[] {
  return resources
    .filter((resource) => resource.type === type)
    .map(({ inputs }) => inputs as Inputs);
}
