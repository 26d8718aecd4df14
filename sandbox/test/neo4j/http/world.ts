import { afterEach, beforeEach, expect } from "vitest";
import { parseConfiguration } from "../../../neo4j/config/index.ts";
import { Neo4jServer, type Neo4jServerOptions } from "../../../neo4j/server.ts";
import { FakeSecurity } from "../server-fakes.ts";

const OIDC = "dbms.security.oidc";
/** A provider that is discovered, and one that is described in full. */
export const configuration = parseConfiguration(
  new Map([
    ["dbms.security.authentication_providers", "oidc-okta-backend,oidc-people,native"],
    ["dbms.security.authorization_providers", "oidc-okta-backend,oidc-people,native"],
    [`${OIDC}.okta-backend.display_name`, "Okta"],
    [`${OIDC}.okta-backend.well_known_discovery_uri`, "https://example.okta.com/.well-known/x"],
    [`${OIDC}.okta-backend.audience`, "api://default"],
    [`${OIDC}.people.auth_flow`, "pkce"],
    [`${OIDC}.people.issuer`, "https://idp.example.com"],
    [`${OIDC}.people.jwks_uri`, "https://idp.example.com/keys"],
    [`${OIDC}.people.auth_endpoint`, "https://idp.example.com/authorize"],
    [`${OIDC}.people.token_endpoint`, "https://idp.example.com/token"],
    [`${OIDC}.people.audience`, "neo4j"],
    [`${OIDC}.people.params`, "client_id=abc;response_type=code;scope=openid profile"],
    [`${OIDC}.people.config`, "principal=email;token_type_principal=id_token"],
    [`${OIDC}.people.token_params`, "client_secret=public"],
  ]),
);

/** A server for each test: `etl-loader` has the token `jwt`, `reporting` has `jwt-of-reader`. */
export class HttpWorld {
  security = new FakeSecurity();
  server!: Neo4jServer;
  readonly errors: unknown[] = [];

  constructor() {
    beforeEach(() => this.restart());
    afterEach(async () => {
      await this.server.stop();
      expect(this.errors.splice(0)).toEqual([]);
    });
  }

  async restart(options: Partial<Neo4jServerOptions> = {}): Promise<void> {
    await this.server?.stop();
    this.security = new FakeSecurity()
      .allow("jwt", { username: "etl-loader", roles: ["publisher"] })
      .allow("jwt-of-reader", { username: "reporting", roles: ["reader"] })
      .allow("pass:word", { username: "neo4j", roles: ["admin"] });
    const { security } = this;
    const onError = (error: unknown) => this.errors.push(error);
    this.server = new Neo4jServer({ configuration, security, onError, ...options });
    await this.server.start();
  }

  url = (path: string) => `http://127.0.0.1:${this.server.httpPort}${path}`;

  ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(this.url(path), init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) };
  };

  query = (body: unknown, headers: Record<string, string> = {}, database = "neo4j") =>
    this.ask(`/db/${database}/query/v2`, {
      method: "POST",
      headers: { authorization: "Bearer jwt", "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
}

/** The answer that a refusal is. */
export const refused = (status: number, code: string, message: unknown) => ({
  status,
  body: { errors: [{ code, message }] },
});
