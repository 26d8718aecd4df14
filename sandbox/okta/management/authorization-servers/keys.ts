import { z } from "zod";
import type { AuthorizationServer, SigningKey } from "../../entities.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { createSigningKey, rotateKeys } from "../../tokens/keys.ts";
import { entryOf, serverOf } from "../find.ts";
import { link } from "../links.ts";
import { SERVER_PATH, SERVERS_SCOPE, serverPath } from "./document.ts";

const PATH = `${SERVER_PATH}/credentials`;

const rotationSchema = z.strictObject({ use: z.literal("sig", { error: "must be sig" }) });

/** Signing keys of an authorization server. */
export const serverKeyRoutes = routes(SERVERS_SCOPE, [
  ["GET", `${PATH}/keys`, "List the signing keys", list],
  ["GET", `${PATH}/keys/:keyId`, "Read a signing key", read],
  ["POST", `${PATH}/lifecycle/keyRotate`, "Rotate the signing key", rotate],
]);

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

/** Okta prepares the next key; here it is made when it is first asked for, since most servers never rotate. */
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
  const self = `${serverPath(server)}/credentials/keys/${kid}`;
  return { status, ...publicJwk, kid, _links: { self: link(org, self, "GET") } };
}
