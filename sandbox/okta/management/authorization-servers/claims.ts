import { z } from "zod";
import type { AuthorizationServer, Claim } from "../../entities.ts";
import { forbidden, invalidField } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { RESERVED_CLAIMS } from "../../tokens/access-token.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { link } from "../links.ts";
import { IN_SERVER, SERVERS_PATH, SERVERS_SCOPE, serverPath } from "./document.ts";

const PATH = `${SERVERS_PATH}/:authServerId/claims`;

const claimSchema = resource(
  {
    name: z.string().min(1).max(255),
    status: z.enum(["ACTIVE", "INACTIVE"]).default("ACTIVE"),
    claimType: z.enum(["RESOURCE", "IDENTITY"]),
    valueType: z.enum(["EXPRESSION", "GROUPS", "SYSTEM"]),
    value: z.string().min(1).max(1024).nullable(),
    group_filter_type: z.enum(["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"]).nullish(),
    conditions: z.strictObject({ scopes: z.array(z.string()).nullish() }).nullish(),
    alwaysIncludeInToken: z.boolean().default(true),
  },
  ["system", "apiResourceId"],
);

/** Claims of an authorization server. Names are unique per kind of token. */
export const claimRoutes = routes(SERVERS_SCOPE, [
  ["GET", PATH, "List claims", list],
  ["POST", PATH, "Create a claim", create],
  ["GET", `${PATH}/:claimId`, "Read a claim", read],
  ["PUT", `${PATH}/:claimId`, "Replace a claim", replace],
  ["DELETE", `${PATH}/:claimId`, "Delete a claim", remove],
]);

function list(call: Call) {
  const server = serverOf(call);
  const { items, headers } = page(call, server.claims, ({ id }) => id);
  return { status: 200, headers, body: items.map((item) => claimDocument(call, server, item)) };
}

function create(call: Call) {
  const server = serverOf(call);
  const created: Claim = { id: makeId("claim"), system: false, ...fields(call, server) };
  refuseTaken(sameKind(server, created), "name", created.name, undefined, IN_SERVER);
  server.claims.push(created);
  return { status: 201, body: claimDocument(call, server, created) };
}

function read(call: Call) {
  const server = serverOf(call);
  return { status: 200, body: claimDocument(call, server, claimOf(call, server)) };
}

function replace(call: Call) {
  const server = serverOf(call);
  const current = claimOf(call, server);
  const input = { ...fields(call, server, current), id: current.id, system: current.system };
  if (current.system && (input.name !== current.name || input.claimType !== current.claimType)) {
    throw forbidden("Name and claimType of a system claim cannot be changed.");
  }
  refuseTaken(sameKind(server, input), "name", input.name, current, IN_SERVER);
  delete current.groupFilterType;
  Object.assign(current, input);
  return { status: 200, body: claimDocument(call, server, current) };
}

function remove(call: Call) {
  const server = serverOf(call);
  const current = claimOf(call, server);
  if (current.system) throw forbidden("A system claim cannot be deleted.");
  server.claims.splice(server.claims.indexOf(current), 1);
  return { status: 204 };
}

function claimOf({ params }: Call, server: AuthorizationServer): Claim {
  return entryOf(server.claims, params.claimId, "OAuth2Claim");
}

function fields(
  { body }: Call,
  server: AuthorizationServer,
  current?: Claim,
): Omit<Claim, "id" | "system"> {
  const input = parseBody(claimSchema, body);
  const { name, status, claimType, valueType, value, alwaysIncludeInToken } = input;
  const { group_filter_type: groupFilterType } = input;
  const scopes = input.conditions?.scopes ?? [];
  const unknown = scopes.filter((one) => !server.scopes.some((known) => known.name === one));
  if (unknown.length > 0) {
    throw invalidField(
      "conditions.scopes",
      `not scopes of this authorization server: ${unknown.join(", ")}`,
    );
  }
  if (RESERVED_CLAIMS.includes(name)) {
    throw invalidField("name", `'${name}' is a reserved claim name`);
  }
  if (valueType === "SYSTEM" && current?.valueType !== "SYSTEM") {
    throw invalidField("valueType", "only a claim that Okta made is SYSTEM");
  }
  if ((valueType === "SYSTEM") !== (value === null)) {
    throw invalidField("value", "The field cannot be left blank");
  }
  if ((valueType === "GROUPS") !== Boolean(groupFilterType)) {
    throw invalidField("group_filter_type", "goes with valueType GROUPS, and only with it");
  }
  return {
    ...{ name, status, claimType, valueType, value, scopes, alwaysIncludeInToken },
    ...(groupFilterType ? { groupFilterType } : {}),
  };
}

function sameKind(server: AuthorizationServer, { claimType }: Claim): Claim[] {
  return server.claims.filter((other) => other.claimType === claimType);
}

function claimDocument({ org }: Call, server: AuthorizationServer, item: Claim) {
  const self = `${serverPath(server)}/claims/${item.id}`;
  return {
    id: item.id,
    name: item.name,
    status: item.status,
    claimType: item.claimType,
    valueType: item.valueType,
    value: item.value,
    ...(item.groupFilterType ? { group_filter_type: item.groupFilterType } : {}),
    conditions: { scopes: item.scopes },
    system: item.system,
    alwaysIncludeInToken: item.alwaysIncludeInToken,
    apiResourceId: null,
    _links: { self: link(org, self, "GET", "PUT", "DELETE") },
  };
}
