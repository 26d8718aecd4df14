import type { AuthorizationServer } from "../../entities.ts";
import { forbidden } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { anywhere, onAll } from "../../rights/needs.ts";
import { serverSchema } from "../../schemas/authorization-server.ts";
import { setRotation } from "../../tokens/keys.ts";
import { refuseTaken, serverOf, visible } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { searchOf } from "../search.ts";
import { createServer } from "./create.ts";
import { SERVER_ACCESS, SERVER_PATH, SERVERS_PATH, serverDocument } from "./document.ts";

const answers = answersWith(serverDocument);

/** Custom authorization servers, by id or by the alias `default`. */
export const serverRoutes = routes(SERVER_ACCESS, [
  [
    "GET",
    SERVERS_PATH,
    "List authorization servers (`q`, `limit`, `after`)",
    answers.page(search),
    [anywhere("okta.authzServers.read")],
  ],
  [
    "POST",
    SERVERS_PATH,
    "Create an authorization server",
    answers.one(create, 201),
    [onAll("okta.authzServers.manage", "authorizationServers")],
  ],
  ["GET", SERVER_PATH, "Read an authorization server", answers.one(serverOf)],
  ["PUT", SERVER_PATH, "Replace an authorization server", answers.one(replace)],
  ["DELETE", SERVER_PATH, "Delete an authorization server other than `default`", noContent(remove)],
  ...lifecycleRoutes(SERVER_PATH, "an authorization server", serverOf, noContent),
]);

function search(call: Call): AuthorizationServer[] {
  const { org, query } = call;
  const seen = visible(call, "okta.authzServers.read", "authorizationServers");
  const named = searchOf(query, "includes");
  return [...org.authorizationServers.values()]
    .filter(seen)
    .filter(({ name, audiences }) => [name, ...audiences].some(named));
}

async function create({ org, body }: Call): Promise<AuthorizationServer> {
  const {
    credentials: _credentials,
    issuerMode = "DYNAMIC",
    ...input
  } = parseBody(serverSchema, body);
  refuseTaken(org.authorizationServers.values(), "name", input.name);
  const server = await createServer(org, { ...input, issuerMode });
  refuseTaken(org.authorizationServers.values(), "name", input.name);
  org.authorizationServers.set(server.id, server);
  return server;
}

function replace(call: Call): AuthorizationServer {
  const server = serverOf(call);
  const { credentials, ...input } = parseBody(serverSchema, call.body);
  refuseTaken(call.org.authorizationServers.values(), "name", input.name, server);
  setRotation(server, credentials?.signing.rotationMode ?? server.rotationMode);
  return Object.assign(server, input, { lastUpdated: timestamp(call.org) });
}

function remove(call: Call): void {
  const server = serverOf(call);
  if (server.default) {
    throw forbidden("The default authorization server cannot be deleted.");
  }
  call.org.authorizationServers.delete(server.id);
}
