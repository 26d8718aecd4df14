import { type AuthorizationServer, findServer, OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from "jose";
import { manage } from "../../support/declared-org.ts";
import { RECORDED_ORG } from "../applied-stack.ts";
import { appBody, claimBody, type Inputs, methodOf, policyBody, ruleBody } from "./bodies.ts";
import type { DeployedResource } from "./declared.ts";
import { USER } from "./strangers.ts";
import { type Credential, type Granted, requestToken } from "./token-request.ts";

const SERVERS = "/api/v1/authorizationServers";

/** The server of another team that a stack may adopt, as settings name it. */
export const OTHER = "aus0000000000000000other";

/** The org's own first server by its id, which is `default` in addresses. */
export const DEFAULT = "aus0000000000000default";

/** What the program's created server has for an id under the mocks. */
export const CREATED = "authorization-server-id";

const SERVER_IDS = [DEFAULT, OTHER, CREATED];
/** A person of the org, whom rules may name. */
const PERSON = { login: "jake@example.com", email: "jake@example.com" };

/** A scope of the servers that are not the stack's, which no stack declares. */
const CONSOLE = "console";

/** A client of the org, with what it proves itself by. */
export interface OrgClient extends Credential {
  /** Its client id under the mocks, which is Okta's where the program has chosen it. */
  declaredId: string;
}

/** An emulated Okta org that takes the Okta resources of one stack after the other. */
export class ProofOrg {
  /** Of the stack that was applied last, and the outsiders. */
  clients: OrgClient[] = [];
  readonly #okta: OktaEmulator;
  readonly #privateKey: CryptoKey;
  readonly #own = new Map<string, Pick<AuthorizationServer, "scopes" | "claims">>();
  /** Okta's ids by those of the mocks. */
  #ids = new Map<string, string>();

  private constructor(okta: OktaEmulator, privateKey: CryptoKey) {
    this.#okta = okta;
    this.#privateKey = privateKey;
  }

  static async start(): Promise<ProofOrg> {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const rehearsalKey: JWK & { kid: string } = { ...(await exportJWK(publicKey)), kid: "proof" };
    const okta = new OktaEmulator({ rehearsalKey });
    await okta.start();
    const org = new ProofOrg(okta, privateKey);
    await org.#makeServer(CREATED, "neo4j");
    await org.#makeServer(OTHER, "other team");
    org.#ids.set(DEFAULT, org.#server("default").id);
    const profile = { ...PERSON, firstName: "Jake", lastName: "Person" };
    org.#ids.set(USER, (await org.#post("/api/v1/users?activate=false", { profile })).id);
    for (const id of SERVER_IDS) {
      if (id !== CREATED) await org.#post(`${SERVERS}/${id}/scopes`, { name: CONSOLE });
      const { scopes, claims } = org.#server(id);
      org.#own.set(id, { scopes: [...scopes], claims: [...claims] });
    }
    return org;
  }

  stop(): Promise<void> {
    return this.#okta.stop();
  }

  /** A text of the recorded program, with the addresses and ids of this org. */
  real(text: string): string {
    const org = text.replaceAll(RECORDED_ORG, this.#okta.url);
    return [...this.#ids].reduce((all, [mock, id]) => all.replaceAll(mock, id), org);
  }

  /** Okta's id of a server, however a stack names it. */
  serverId(name: string): string {
    return this.#server(name).id;
  }

  /** Scopes of a server that Okta did not make. */
  scopesOf(server: string): string[] {
    const { scopes } = this.#server(server);
    return scopes.filter(({ system }) => !system).map(({ name }) => name);
  }

  /** Asks for a token with these scopes; undefined: refused. */
  ask(client: OrgClient, server: string, scopes: readonly string[]): Promise<Granted | undefined> {
    const endpoint = `${this.#okta.url}/oauth2/${server}/v1/token`;
    return requestToken(endpoint, client, scopes, this.#privateKey);
  }

  /** Makes the org what it would be if it had only these resources, and apps that they do not know. */
  async apply(resources: readonly DeployedResource[], outsiders: readonly Inputs[]) {
    this.#forget();
    const of = (type: string) => resources.filter((one) => one.type === type);
    for (const app of of("okta:app/oAuth:OAuth")) await this.#makeApp(app.id, app.properties);
    for (const app of outsiders) await this.#makeApp(String(app.clientId), app);
    for (const server of of("okta:auth/server:Server")) {
      if (!server.external) await this.#changeServer(server.properties);
    }
    for (const scope of of("okta:auth/serverScope:ServerScope")) {
      await this.#make(scope, "scopes", { name: scope.properties.name });
    }
    for (const claim of of("okta:auth/serverClaim:ServerClaim")) {
      await this.#make(claim, "claims", claimBody(claim.properties));
    }
    for (const policy of inOrder(of("okta:auth/serverPolicy:ServerPolicy"))) {
      await this.#make(policy, "policies", policyBody(policy.properties));
    }
    for (const rule of inOrder(of("okta:auth/serverPolicyRule:ServerPolicyRule"))) {
      await this.#make(
        rule,
        `policies/${rule.properties.policyId}/rules`,
        ruleBody(rule.properties),
      );
    }
  }

  #server(id: string): AuthorizationServer {
    const found = findServer(this.#okta.org, this.#ids.get(id) ?? id);
    if (!found) throw new Error(`no server ${id}`);
    return found;
  }

  /** Servers keep their keys, which take long to make. */
  #forget(): void {
    this.#ids = new Map([...this.#ids].filter(([id]) => [...SERVER_IDS, USER].includes(id)));
    this.#okta.org.apps = new Map();
    this.clients = [];
    for (const [id, { scopes, claims }] of this.#own) {
      Object.assign(this.#server(id), { scopes: [...scopes], claims: [...claims], policies: [] });
    }
  }

  async #makeServer(id: string, name: string): Promise<void> {
    const made = await this.#post(SERVERS, { name, description: "", audiences: ["api://neo4j"] });
    this.#ids.set(id, made.id);
  }

  async #changeServer({ name, description, audiences, status }: Inputs): Promise<void> {
    const at = `${SERVERS}/${CREATED}`;
    await manage(this.#okta, "PUT", this.real(at), { name, description, audiences });
    await this.#post(`${at}/lifecycle/${status === "INACTIVE" ? "deactivate" : "activate"}`);
  }

  async #makeApp(id: string, app: Inputs): Promise<void> {
    const made = await this.#post(
      `/api/v1/apps?activate=${app.status !== "INACTIVE"}`,
      appBody(app),
    );
    const { client_id: clientId, client_secret: secret = "" } = made.credentials.oauthClient;
    this.#ids.set(id, clientId);
    this.clients.push({
      declaredId: String(app.clientId ?? id),
      clientId,
      method: methodOf(app),
      secret,
    });
  }

  async #make({ id, properties }: DeployedResource, path: string, body: object): Promise<void> {
    const made = await this.#post(`${SERVERS}/${properties.authServerId}/${path}`, body);
    this.#ids.set(id, made.id);
  }

  #post(path: string, body?: object) {
    const real = body && JSON.parse(this.real(JSON.stringify(body)));
    return manage(this.#okta, "POST", this.real(path), real);
  }
}

/** In ascending priority: Okta numbers them anew as they come. */
function inOrder(resources: readonly DeployedResource[]): DeployedResource[] {
  const priority = ({ properties }: DeployedResource) => Number(properties.priority);
  return resources.toSorted((a, b) => priority(a) - priority(b));
}
