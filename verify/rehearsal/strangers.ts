import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackOutputs } from "../inputs/outputs.ts";
import { manage, type Org, refused } from "./org.ts";

/** What must be refused, for the verifier to try: its arguments, and the way to undo all of it. */
export interface Strangers {
  arguments: string[];
  remove(): Promise<void>;
}

const NAME = "sandbox-stranger";
const TWO_DAYS_SECONDS = 2 * 24 * 3600;

/**
 * Gives the org a client outside the stack's policy and a server for another audience, and keeps a
 * token of that server and an expired one of the stack's as files. Only an emulated org can be
 * asked for this; against a real one the verifier's user brings them.
 *
 * @param directory where the files go
 * @throws VerifyError `verify-handover` when the org refuses one of the steps; what was made is removed
 */
export async function inviteStrangers(
  okta: Org,
  { contract, credentials }: StackOutputs,
  directory: string,
): Promise<Strangers> {
  const folder = join(directory, "strangers");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const write = async (name: string, text: string) => {
    const file = join(folder, name);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  };
  const undo: (() => Promise<unknown>)[] = [];
  const remove = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const outsider = await createOutsider(okta, undo);
    const endpoint = await createElsewhere(okta, outsider.clientId, undo);
    const foreign = await requestToken(endpoint, outsider, NAME);
    const list = ["--outsider", await write("outsider.json", JSON.stringify(outsider))];
    list.push("--foreign-token", await write("foreign-token", foreign));
    const account = contract.accounts.find(
      ({ credential, disabled }) => credential === "client_secret_basic" && !disabled,
    );
    const client = account && credentials[account.name];
    if (client) {
      const { tokenEndpoint, scope } = contract;
      await setClock(okta, -TWO_DAYS_SECONDS);
      const expired = await requestToken(tokenEndpoint, client, scope).finally(() =>
        setClock(okta, 0),
      );
      list.push("--expired-token", await write("expired-token", expired));
    }
    return { arguments: list, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

async function createOutsider(
  okta: Org,
  undo: (() => Promise<unknown>)[],
): Promise<ClientCredentials> {
  const app = await manage(okta, "POST", "/api/v1/apps", {
    name: "oidc_client",
    label: NAME,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
      },
    },
  });
  undo.push(async () => {
    await manage(okta, "POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
    await manage(okta, "DELETE", `/api/v1/apps/${app.id}`);
  });
  const { client_id, client_secret } = (
    app.credentials as { oauthClient: { client_id: string; client_secret: string } }
  ).oauthClient;
  return { clientId: client_id, clientSecret: client_secret };
}

/** @returns the token endpoint of a server that lets the outsider in. */
async function createElsewhere(
  okta: Org,
  clientId: string,
  undo: (() => Promise<unknown>)[],
): Promise<string> {
  const servers = "/api/v1/authorizationServers";
  const body = { name: NAME, audiences: [`api://${NAME}`], issuerMode: "ORG_URL" };
  const server = `${servers}/${(await manage(okta, "POST", servers, body)).id}`;
  undo.push(async () => {
    await manage(okta, "POST", `${server}/lifecycle/deactivate`);
    await manage(okta, "DELETE", server);
  });
  await manage(okta, "POST", `${server}/scopes`, { name: NAME });
  const policy = await manage(okta, "POST", `${server}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: NAME,
    description: NAME,
    priority: 1,
    conditions: { clients: { include: [clientId] } },
  });
  await manage(okta, "POST", `${server}/policies/${policy.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: NAME,
    priority: 1,
    conditions: {
      people: { users: {}, groups: {} },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: [NAME] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
  const id = server.slice(servers.length + 1);
  return `${okta.url}/oauth2/${id}/v1/token`;
}

/** Puts the emulated org's clock off: it issues and judges tokens by it. */
async function setClock(okta: Org, skewSeconds: number): Promise<void> {
  await manage(okta, "PUT", "/_sandbox/clock", { skewSeconds });
}

async function requestToken(
  endpoint: string,
  { clientId, clientSecret }: ClientCredentials,
  scope: string,
): Promise<string> {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
  });
  const body = (await response.json()) as Record<string, unknown>;
  if (typeof body.access_token === "string") return body.access_token;
  throw refused("POST", endpoint, response.status, body);
}
