import { z } from "zod";
import type { AuthorizationServer, Scope } from "../../entities.ts";
import { forbidden } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { link } from "../links.ts";
import { IN_SERVER, SERVERS_PATH, SERVERS_SCOPE, serverPath } from "./document.ts";

const PATH = `${SERVERS_PATH}/:authServerId/scopes`;

const scopeSchema = resource(
  {
    name: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "must not contain spaces, quotes or backslashes"),
    displayName: z.string().nullish(),
    description: z.string().nullish(),
    consent: z.enum(["IMPLICIT", "REQUIRED", "FLEXIBLE", "ADMIN"]).default("IMPLICIT"),
    metadataPublish: z.enum(["ALL_CLIENTS", "NO_CLIENTS"]).default("NO_CLIENTS"),
    optional: z.boolean().default(false),
    default: z.boolean().default(false),
  },
  ["system", "apiResourceId"],
);

/** Scopes of an authorization server. */
export const scopeRoutes = routes(SERVERS_SCOPE, [
  ["GET", PATH, "List scopes (`q`, `limit`, `after`)", list],
  ["POST", PATH, "Create a scope", create],
  ["GET", `${PATH}/:scopeId`, "Read a scope", read],
  ["PUT", `${PATH}/:scopeId`, "Replace a scope", replace],
  ["DELETE", `${PATH}/:scopeId`, "Delete a scope", remove],
]);

function list(call: Call) {
  const server = serverOf(call);
  const q = call.query.get("q")?.toLowerCase() ?? "";
  const found = server.scopes.filter(({ name }) => name.toLowerCase().includes(q));
  const { items, headers } = page(call, found, ({ id }) => id);
  return { status: 200, headers, body: items.map((item) => scopeDocument(call, server, item)) };
}

function create(call: Call) {
  const server = serverOf(call);
  const created: Scope = { id: makeId("scope"), system: false, ...fields(call) };
  refuseTaken(server.scopes, "name", created.name, undefined, IN_SERVER);
  server.scopes.push(created);
  return { status: 201, body: scopeDocument(call, server, created) };
}

function read(call: Call) {
  const server = serverOf(call);
  return { status: 200, body: scopeDocument(call, server, scopeOf(call, server)) };
}

function replace(call: Call) {
  const server = serverOf(call);
  const current = scopeOf(call, server);
  const input = fields(call);
  if (current.system && input.name !== current.name) {
    throw forbidden("The name of a system scope cannot be changed.");
  }
  refuseTaken(server.scopes, "name", input.name, current, IN_SERVER);
  Object.assign(current, input);
  return { status: 200, body: scopeDocument(call, server, current) };
}

function remove(call: Call) {
  const server = serverOf(call);
  const current = scopeOf(call, server);
  if (current.system) throw forbidden("A system scope cannot be deleted.");
  server.scopes.splice(server.scopes.indexOf(current), 1);
  return { status: 204 };
}

function scopeOf({ params }: Call, server: AuthorizationServer): Scope {
  return entryOf(server.scopes, params.scopeId, "OAuth2Scope");
}

function fields({ body }: Call): Omit<Scope, "id" | "system"> {
  const input = parseBody(scopeSchema, body);
  return {
    name: input.name,
    displayName: input.displayName ?? "",
    description: input.description ?? "",
    consent: input.consent,
    metadataPublish: input.metadataPublish,
    optional: input.optional,
    default: input.default,
  };
}

function scopeDocument({ org }: Call, server: AuthorizationServer, item: Scope) {
  const self = `${serverPath(server)}/scopes/${item.id}`;
  return {
    id: item.id,
    name: item.name,
    displayName: item.displayName,
    description: item.description,
    system: item.system,
    metadataPublish: item.metadataPublish,
    consent: item.consent,
    optional: item.optional,
    apiResourceId: null,
    default: item.default,
    _links: { self: link(org, self, "GET", "PUT", "DELETE") },
  };
}
