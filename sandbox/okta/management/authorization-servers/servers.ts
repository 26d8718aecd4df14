import { z } from "zod";
import type { AuthorizationServer } from "../../entities.ts";
import { alreadyExists, forbidden } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import type { Call, Route } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { serverOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { createServer, setRotation } from "./create.ts";
import { SERVERS_PATH, serverDocument } from "./document.ts";

const SERVER_PATH = `${SERVERS_PATH}/:authServerId`;
const scope = "okta.authorizationServers";

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
export const serverRoutes: readonly Route[] = [
  {
    method: "GET",
    path: SERVERS_PATH,
    summary: "List authorization servers (`q`, `limit`, `after`)",
    scope,
    handle: list,
  },
  {
    method: "POST",
    path: SERVERS_PATH,
    summary: "Create an authorization server",
    scope,
    handle: create,
  },
  {
    method: "GET",
    path: SERVER_PATH,
    summary: "Read an authorization server",
    scope,
    handle: read,
  },
  {
    method: "PUT",
    path: SERVER_PATH,
    summary: "Replace an authorization server",
    scope,
    handle: replace,
  },
  {
    method: "DELETE",
    path: SERVER_PATH,
    summary: "Delete an inactive authorization server other than `default`",
    scope,
    handle: remove,
  },
  ...lifecycleRoutes(SERVER_PATH, "an authorization server", scope, setStatus),
];

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
  refuseTakenName(call, input.name);
  const server = await createServer(call.org, {
    name: input.name,
    description: input.description ?? "",
    audiences: input.audiences,
    issuerMode: input.issuerMode ?? "ORG_URL",
  });
  refuseTakenName(call, input.name);
  call.org.authorizationServers.set(server.id, server);
  return { status: 201, body: serverDocument(call, server) };
}

function read(call: Call) {
  return { status: 200, body: serverDocument(call, serverOf(call)) };
}

function replace(call: Call) {
  const server = serverOf(call);
  const input = parseBody(serverSchema, call.body);
  refuseTakenName(call, input.name, server);
  server.name = input.name;
  server.description = input.description ?? "";
  server.audiences = input.audiences;
  if (input.issuerMode) server.issuerMode = input.issuerMode;
  setRotation(server, input.credentials?.signing.rotationMode ?? server.rotationMode);
  server.lastUpdated = timestamp(call.org);
  return { status: 200, body: serverDocument(call, server) };
}

function remove(call: Call) {
  const server = serverOf(call);
  if (server.default) {
    throw forbidden(["The default authorization server cannot be deleted."]);
  }
  if (server.status === "ACTIVE") {
    throw forbidden(["An active authorization server cannot be deleted; deactivate it first."]);
  }
  call.org.authorizationServers.delete(server.id);
  return { status: 204 };
}

function setStatus(call: Call, status: "ACTIVE" | "INACTIVE") {
  const server = serverOf(call);
  server.status = status;
  server.lastUpdated = timestamp(call.org);
  return { status: 204 };
}

function refuseTakenName({ org }: Call, name: string, self?: AuthorizationServer): void {
  for (const other of org.authorizationServers.values()) {
    if (other !== self && other.name === name) throw alreadyExists("name");
  }
}
