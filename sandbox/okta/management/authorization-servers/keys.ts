import { z } from "zod";
import type { AuthorizationServer, SigningKey } from "../../entities.ts";
import { parseBody } from "../../http/body.ts";
import type { Call, Route } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { createSigningKey, rotateKeys } from "../../tokens/keys.ts";
import { entryOf, serverOf } from "../find.ts";
import { link } from "../links.ts";
import { SERVERS_PATH } from "./document.ts";

const PATH = `${SERVERS_PATH}/:authServerId/credentials`;
const scope = "okta.authorizationServers";

const rotationSchema = z.strictObject({ use: z.literal("sig", { error: "must be sig" }) });

/** Signing keys of an authorization server. */
export const serverKeyRoutes: readonly Route[] = [
  { method: "GET", path: `${PATH}/keys`, summary: "List the signing keys", scope, handle: list },
  {
    method: "GET",
    path: `${PATH}/keys/:keyId`,
    summary: "Read a signing key",
    scope,
    handle: read,
  },
  {
    method: "POST",
    path: `${PATH}/lifecycle/keyRotate`,
    summary: "Rotate the signing key",
    scope,
    handle: rotate,
  },
];

async function list(call: Call) {
  const server = serverOf(call);
  await ensureNextKey(server);
  return { status: 200, body: keysOf(call, server) };
}

function read(call: Call) {
  const server = serverOf(call);
  const byId = server.keys.map((key) => ({ id: key.kid, key }));
  const { key } = entryOf(byId, call.params.keyId, "AuthorizationServerJsonWebKey");
  return { status: 200, body: keyDocument(call, server, key) };
}

async function rotate(call: Call) {
  const server = serverOf(call);
  parseBody(rotationSchema, call.body);
  await ensureNextKey(server);
  await rotateKeys(call.org, server);
  server.lastUpdated = timestamp(call.org);
  return { status: 200, body: keysOf(call, server) };
}

/** Okta holds the next key ready; it is made on first sight, because most servers are never rotated. */
async function ensureNextKey(server: AuthorizationServer): Promise<void> {
  const hasNext = () => server.keys.some(({ status }) => status === "NEXT");
  if (hasNext()) return;
  const next = await createSigningKey("NEXT");
  if (!hasNext()) server.keys.push(next);
}

function keysOf(call: Call, server: AuthorizationServer) {
  return server.keys.map((key) => keyDocument(call, server, key));
}

function keyDocument(
  { org }: Call,
  server: AuthorizationServer,
  { kid, status, publicJwk }: SigningKey,
) {
  const self = `${SERVERS_PATH}/${server.alias ?? server.id}/credentials/keys/${kid}`;
  return { status, ...publicJwk, kid, _links: { self: link(org, self, "GET") } };
}
