import { z } from "zod";
import type { SigningKey } from "../../entities.ts";
import { notFound } from "../../errors.ts";
import { answersWith } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { createSigningKey, rotateKeys } from "../../tokens/keys.ts";
import { serverOf } from "../find.ts";
import { link } from "../links.ts";
import { SERVER_ACCESS, SERVER_PATH, serverPath } from "./document.ts";

const PATH = `${SERVER_PATH}/credentials`;

const rotationSchema = z.strictObject({ use: z.literal("sig", { error: "must be sig" }) });

const answers = answersWith(keyDocument);

/** Signing keys of an authorization server. */
export const serverKeyRoutes = routes(SERVER_ACCESS, [
  ["GET", `${PATH}/keys`, "List the signing keys", answers.all(list)],
  ["GET", `${PATH}/keys/:keyId`, "Read a signing key", answers.one(keyIn)],
  ["POST", `${PATH}/lifecycle/keyRotate`, "Rotate the signing key", answers.all(rotate)],
]);

function keyIn(call: Call): SigningKey {
  const { keyId = "" } = call.params;
  const key = serverOf(call).keys.find(({ kid }) => kid === keyId);
  if (!key) throw notFound(keyId, "AuthorizationServerJsonWebKey");
  return key;
}

/** Okta prepares the next key; here it is made when it is first asked for, since most servers never rotate. */
async function list(call: Call): Promise<SigningKey[]> {
  const server = serverOf(call);
  const hasNext = () => server.keys.some(({ status }) => status === "NEXT");
  if (!hasNext()) {
    const next = await createSigningKey("NEXT");
    if (!hasNext()) server.keys.push(next);
  }
  return server.keys;
}

async function rotate(call: Call): Promise<SigningKey[]> {
  const server = serverOf(call);
  parseBody(rotationSchema, call.body);
  await rotateKeys(call.org, server);
  server.lastUpdated = timestamp(call.org);
  return server.keys;
}

function keyDocument(call: Call, { kid, status, publicJwk }: SigningKey) {
  const self = `${serverPath(serverOf(call))}/credentials/keys/${kid}`;
  return { status, ...publicJwk, kid, _links: { self: link(call.org, self, "GET") } };
}
