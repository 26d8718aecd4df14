import { z } from "zod";
import type { Status } from "../../entities.ts";
import { forbidden } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { setRotation } from "../../tokens/keys.ts";
import { refuseTaken, serverOf } from "../find.ts";
import { lifecycleRoutes, switchTo } from "../lifecycle.ts";
import { createServer } from "./create.ts";
import { SERVERS_PATH, SERVERS_SCOPE, serverDocument } from "./document.ts";

const SERVER_PATH = `${SERVERS_PATH}/:authServerId`;

/** Body of `POST` and `PUT`; Okta allows one audience. */
const serverSchema = resource(
  {
    name: z.string().min(1).max(255),
    description: z.string().max(1000).nullish(),
    audiences: z.array(z.string().min(1)).length(1, "exactly one audience is supported"),
    issuerMode: z.enum(["ORG_URL", "CUSTOM_URL", "DYNAMIC"]).optional(),
    credentials: z
      .strictObject({
        signing: z.strictObject({
          rotationMode: z.enum(["AUTO", "MANUAL"]).optional(),
          kid: z.unknown().optional(),
          use: z.unknown().optional(),
          lastRotated: z.unknown().optional(),
          nextRotation: z.unknown().optional(),
        }),
      })
      .optional(),
  },
  ["issuer", "status", "default"],
);

/** Custom authorization servers, by id or by the alias `default`. */
export const serverRoutes = routes(SERVERS_SCOPE, [
  ["GET", SERVERS_PATH, "List authorization servers (`q`, `limit`, `after`)", list],
  ["POST", SERVERS_PATH, "Create an authorization server", create],
  ["GET", SERVER_PATH, "Read an authorization server", read],
  ["PUT", SERVER_PATH, "Replace an authorization server", replace],
  ["DELETE", SERVER_PATH, "Delete an authorization server other than `default`", remove],
  ...lifecycleRoutes(SERVER_PATH, "an authorization server", setStatus),
]);

function list(call: Call) {
  const q = call.query.get("q")?.toLowerCase() ?? "";
  const found = [...call.org.authorizationServers.values()].filter(({ name, audiences }) =>
    [name, ...audiences].some((text) => text.toLowerCase().includes(q)),
  );
  const { items, headers } = page(call, found, ({ id }) => id);
  return { status: 200, headers, body: items.map((server) => serverDocument(call, server)) };
}

async function create(call: Call) {
  const input = parseBody(serverSchema, call.body);
  refuseTaken(call.org.authorizationServers.values(), "name", input.name);
  const server = await createServer(call.org, {
    name: input.name,
    description: input.description ?? null,
    audiences: input.audiences,
    issuerMode: input.issuerMode ?? "DYNAMIC",
  });
  refuseTaken(call.org.authorizationServers.values(), "name", input.name);
  call.org.authorizationServers.set(server.id, server);
  return { status: 201, body: serverDocument(call, server) };
}

function read(call: Call) {
  return { status: 200, body: serverDocument(call, serverOf(call)) };
}

function replace(call: Call) {
  const server = serverOf(call);
  const input = parseBody(serverSchema, call.body);
  refuseTaken(call.org.authorizationServers.values(), "name", input.name, server);
  server.name = input.name;
  server.description = input.description ?? null;
  server.audiences = input.audiences;
  if (input.issuerMode) server.issuerMode = input.issuerMode;
  setRotation(server, input.credentials?.signing.rotationMode ?? server.rotationMode);
  server.lastUpdated = timestamp(call.org);
  return { status: 200, body: serverDocument(call, server) };
}

function remove(call: Call) {
  const server = serverOf(call);
  if (server.default) {
    throw forbidden("The default authorization server cannot be deleted.");
  }
  call.org.authorizationServers.delete(server.id);
  return { status: 204 };
}

function setStatus(call: Call, status: Status) {
  switchTo(call.org, serverOf(call), status);
  return { status: 204 };
}
