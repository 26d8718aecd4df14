import { OktaEmulator, signIn, Visitor } from "@neo4j-okta/sandbox/okta";
import type { Resource } from "../../../access/effective/resource.ts";
import { signInSettings } from "../../../access/sign-in/settings.ts";
import { liveResources } from "../../../drift/live.ts";
import { OktaApi } from "../../../okta-api/client.ts";
import { manage } from "../../support/declared-org.ts";
import type { PeoplesWorld } from "./world.ts";

const PASSWORD = "Only-for-the-sandbox-1";
const REDIRECT = "http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri";
const AUDIENCE = "api://people";
const SERVERS = "/api/v1/authorizationServers";

/** Groups of the org; the last two are in no mapping, and one is called as a role. */
const GROUPS = ["engineers", "readers", "staff", "editor"] as const;

/** People by their groups. */
export const PEOPLE: readonly (readonly string[])[] = [
  [],
  ["engineers"],
  ["readers"],
  ["staff"],
  ["engineers", "readers"],
  ["staff", "editor"],
];

/** What a request may ask for: by asking for less, or more, another rule may answer. */
const SCOPES = ["openid", "openid profile", "openid profile email"];

/** An emulated org with people, in which one app and its server are made anew for each world. */
export class PeoplesOrg {
  readonly #okta = new OktaEmulator();
  readonly #groupIds = new Map<string, string>([["EVERYONE", "EVERYONE"]]);
  /** A person who is signed in is not asked for the password again. */
  readonly #visitors = new Map<string, Visitor>();
  #app: { id: string; clientId: string } | undefined;
  #server: { id: string; issuer: string } | undefined;

  static async start(): Promise<PeoplesOrg> {
    const org = new PeoplesOrg();
    await org.#okta.start();
    for (const name of GROUPS) {
      const { id } = await org.#call("POST", "/api/v1/groups", { profile: { name } });
      org.#groupIds.set(name, id);
    }
    for (const groups of PEOPLE) {
      const login = loginOf(groups);
      await org.#call("POST", "/api/v1/users?activate=true", {
        profile: { login, email: login, firstName: "Ada", lastName: "Lovelace" },
        credentials: { password: { value: PASSWORD } },
        groupIds: org.#ids(groups),
      });
    }
    return org;
  }

  stop(): Promise<void> {
    return this.#okta.stop();
  }

  /** Makes the world. */
  async make(world: PeoplesWorld): Promise<void> {
    const app = await this.#call("POST", "/api/v1/apps", appBody());
    this.#app = { id: app.id, clientId: app.credentials.oauthClient.client_id };
    for (const id of this.#ids(world.assigned)) {
      await this.#call("PUT", `/api/v1/apps/${app.id}/groups/${id}`, {});
    }
    const body = { name: "people", description: "People", audiences: [AUDIENCE] };
    this.#server = await this.#call("POST", SERVERS, body);
    const at = `${SERVERS}/${this.#server?.id}`;
    const { type, value } = world.filter;
    await this.#call("POST", `${at}/claims`, {
      ...{ name: "groups", status: "ACTIVE", valueType: "GROUPS", alwaysIncludeInToken: true },
      ...{ claimType: world.claimType, group_filter_type: type, value },
      conditions: { scopes: world.claimScopes },
    });
    const policy = await this.#call("POST", `${at}/policies`, {
      ...{ type: "OAUTH_AUTHORIZATION_POLICY", name: "people", description: "People" },
      ...{ status: "ACTIVE", conditions: { clients: { include: [this.#app.clientId] } } },
    });
    for (const [index, rule] of world.rules.entries()) {
      await this.#call("POST", `${at}/policies/${policy.id}/rules`, {
        ...{ type: "RESOURCE_ACCESS", name: `rule ${index}`, priority: index + 1 },
        conditions: {
          people: {
            users: {},
            groups: { include: this.#ids(rule.groups), exclude: this.#ids(rule.excluded) },
          },
          grantTypes: { include: [rule.grant] },
          scopes: { include: rule.scopes },
        },
        actions: { token: { accessTokenLifetimeMinutes: 60 } },
      });
    }
    if (world.isSwitchedOff) {
      await this.#call("POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
    }
  }

  /** Takes away what was made. */
  async unmake(): Promise<void> {
    const app = `/api/v1/apps/${this.#app?.id}`;
    await this.#call("POST", `${app}/lifecycle/deactivate`);
    await this.#call("DELETE", app);
    const server = `${SERVERS}/${this.#server?.id}`;
    await this.#call("POST", `${server}/lifecycle/deactivate`);
    await this.#call("DELETE", server);
  }

  /** Neo4j's settings of the world. */
  settings({ tokenType, mapping, authorizes }: PeoplesWorld): Record<string, string> {
    const { issuer = "" } = this.#server ?? {};
    const clientId = this.#app?.clientId ?? "";
    const own = signInSettings({
      ...{ providerId: "okta", displayName: "Okta", tokenType, issuer, usernameClaim: "sub" },
      discoveryUri: `${issuer}/.well-known/openid-configuration`,
      audience: tokenType === "id_token" ? clientId : AUDIENCE,
      params: `client_id=${clientId};response_type=code;scope=openid`,
      ...{ groupsClaim: "groups", groups: mapping },
    });
    return {
      ...own,
      "dbms.security.authentication_providers": "oidc-okta",
      "dbms.security.authorization_providers": authorizes ? "oidc-okta" : "native",
    };
  }

  /** The world in the form of a stack's resources, as Okta has it and as Neo4j is set. */
  async resources(world: PeoplesWorld): Promise<Resource[]> {
    const known = (type: string, id: string, properties: Resource["properties"]): Resource => ({
      ...{ urn: `urn:pulumi:test::people::${type}::${id}`, type, id, properties },
    });
    const authorization = `Bearer ${this.#okta.accessToken}`;
    const api = new OktaApi({ orgUrl: this.#okta.url, authorization, fetch });
    const { issuer } = this.#server ?? {};
    const { resources } = await liveResources(
      [
        known("okta:auth/server:Server", this.#server?.id ?? "", { issuer, audiences: [AUDIENCE] }),
        known("okta:app/oAuth:OAuth", this.#app?.id ?? "", { clientId: this.#app?.clientId }),
        ...GROUPS.map((name) =>
          known("okta:group/group:Group", this.#groupIds.get(name) ?? "", { name }),
        ),
      ],
      api,
    );
    const values = { neo4j: {}, config: this.settings(world) };
    const named = { name: "neo4j", namespace: "neo4j" };
    return [...resources, known("kubernetes:helm.sh/v3:Release", "neo4j", { ...named, values })];
  }

  /** Every token of that kind that a person gets. */
  async tokens(groups: readonly string[], { tokenType }: PeoplesWorld): Promise<string[]> {
    const { issuer = "" } = this.#server ?? {};
    const request = { issuer, clientId: this.#app?.clientId ?? "", redirectUri: REDIRECT };
    const found: string[] = [];
    for (const scope of SCOPES) {
      const login = loginOf(groups);
      const visitor = this.#visitors.get(login) ?? new Visitor();
      this.#visitors.set(login, visitor);
      const asked = { ...request, scope, login, password: PASSWORD, visitor };
      const tokens = await signIn(asked).catch((error) => refusedBy(error));
      const token = tokens?.[tokenType];
      if (token !== undefined) found.push(token);
    }
    return found;
  }

  #ids(names: readonly string[]): string[] {
    return names.map((name) => this.#groupIds.get(name) ?? "");
  }

  #call(method: string, path: string, body?: unknown) {
    return manage(this.#okta, method, path, body);
  }
}

function loginOf(groups: readonly string[]): string {
  return `${groups.join("-") || "nobody"}@example.com`;
}

/** Okta's answer is no: anything else is a fault of the test. */
function refusedBy(error: { code?: string }): undefined {
  if (error.code !== "sign-in-refused") throw error;
}

function appBody() {
  return {
    ...{ name: "oidc_client", label: "Browser", signOnMode: "OPENID_CONNECT" },
    credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
    settings: {
      oauthClient: {
        ...{ application_type: "browser", grant_types: ["authorization_code"] },
        ...{ response_types: ["code"], redirect_uris: [REDIRECT], consent_method: "TRUSTED" },
      },
    },
  };
}
