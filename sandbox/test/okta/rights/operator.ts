import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { OktaEmulatorOptions } from "../../../okta/emulator.ts";
import { Caller, serviceApp, startOkta } from "../support.ts";

/** A custom role over a resource set, or a standard role by its type. Resources are relative to `/api/v1/`. */
export type Role = string | { permissions: string[]; resources: string[] };

/** A service app that calls Okta's API. */
export interface Operator extends Caller {
  appId: string;
  clientId: string;
}

/** A started org where one key signs for every client, so that operators are quickly made. */
export async function startOrg(options: OktaEmulatorOptions = {}) {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const rehearsalKey = { ...(await exportJWK(publicKey)), kid: "rehearsal" };
  const { okta, admin } = await startOkta({ ...options, rehearsalKey });
  let count = 0;

  /** What `admin` answered, once it is a success. */
  async function made(path: string, body?: unknown) {
    const answer = await admin.post(path, body);
    if (answer.status > 299) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function assign(clientId: string, role: Role): Promise<void> {
    const roles = `/oauth2/v1/clients/${clientId}/roles`;
    if (typeof role === "string") return made(roles, { type: role });
    count += 1;
    const described = { label: `made ${count}`, description: "d" };
    const { permissions } = role;
    const resources = role.resources.map((path) => `${okta.url}/api/v1/${path}`);
    const custom = await made("/api/v1/iam/roles", { ...described, permissions });
    const set = await made("/api/v1/iam/resource-sets", { ...described, resources });
    return made(roles, { type: "CUSTOM", role: custom.id, "resource-set": set.id });
  }

  /** What a client proves itself with at the org's token endpoint. */
  async function assertionOf(clientId: string) {
    const assertion = await new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: "RS256", kid: "rehearsal" })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(`${okta.url}/oauth2/v1/token`)
      .setExpirationTime("5m")
      .sign(privateKey);
    return {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    };
  }

  /** An access token of the org for a client. */
  async function tokenFor(clientId: string, scopes: readonly string[]): Promise<string> {
    const form = {
      ...(await assertionOf(clientId)),
      grant_type: "client_credentials",
      scope: scopes.join(" "),
    };
    const endpoint = `${okta.url}/oauth2/v1/token`;
    const response = await fetch(endpoint, { method: "POST", body: new URLSearchParams(form) });
    const body = (await response.json()) as { access_token?: string };
    if (!body.access_token) throw new Error(JSON.stringify(body));
    return body.access_token;
  }

  /** A new service app with these scopes and admin roles, calling with a token of its own. */
  async function operator(scopes: readonly string[], ...roles: Role[]): Promise<Operator> {
    count += 1;
    const clientId = `operator-${count}`;
    const app = serviceApp(clientId, clientId, { jwks_uri: "https://keys.example.com/o.json" });
    app.credentials.oauthClient.token_endpoint_auth_method = "private_key_jwt";
    const { id } = await made("/api/v1/apps", app);
    for (const scopeId of scopes) {
      await made(`/api/v1/apps/${id}/grants`, { issuer: okta.url, scopeId });
    }
    for (const role of roles) await assign(clientId, role);
    const caller = new Caller(okta, `Bearer ${await tokenFor(clientId, scopes)}`);
    return Object.assign(caller, { appId: id as string, clientId });
  }

  return { okta, admin, made, assign, operator, tokenFor, assertionOf };
}
