import { z } from "zod";
import type { AuthorizationServer, Claim } from "../../entities.ts";
import { alreadyExists, forbidden, validationFailed } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import type { Call, Route } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { entryOf, serverOf } from "../find.ts";
import { link } from "../links.ts";
import { SERVERS_PATH } from "./document.ts";

const PATH = `${SERVERS_PATH}/:authServerId/claims`;
const scope = "okta.authorizationServers";

const claimSchema = resource(
  {
    name: z.string().min(1).max(255),
    status: z.enum(["ACTIVE", "INACTIVE"]).default("ACTIVE"),
    claimType: z.enum(["RESOURCE", "IDENTITY"]),
    valueType: z.enum(["EXPRESSION", "GROUPS", "SYSTEM"]),
    value: z.string().min(1).max(1024),
    group_filter_type: z.enum(["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"]).nullish(),
    conditions: z.strictObject({ scopes: z.array(z.string()).nullish() }).nullish(),
    alwaysIncludeInToken: z.boolean().default(true),
  },
  ["system", "apiResourceId"],
);

/** Claims that Okta sets itself in an access token. */
const RESERVED = [
  "ver",
  "jti",
  "iss",
  "aud",
  "iat",
  "exp",
  "nbf",
  "cid",
  "uid",
  "scp",
  "cnf",
  "auth_time",
];

/** Claims of an authorization server. Names are unique per kind of token. */
export const claimRoutes: readonly Route[] = [
  { method: "GET", path: PATH, summary: "List claims", scope, handle: list },
  { method: "POST", path: PATH, summary: "Create a claim", scope, handle: create },
  { method: "GET", path: `${PATH}/:claimId`, summary: "Read a claim", scope, handle: read },
  { method: "PUT", path: `${PATH}/:claimId`, summary: "Replace a claim", scope, handle: replace },
  { method: "DELETE", path: `${PATH}/:claimId`, summary: "Delete a claim", scope, handle: remove },
];

function list(call: Call) {
  const server = serverOf(call);
  const { items, headers } = page(call, server.claims, ({ id }) => id);
  return { status: 200, headers, body: items.map((item) => claimDocument(call, server, item)) };
}

function create(call: Call) {
  const server = serverOf(call);
  const created: Claim = { id: makeId("claim"), system: false, ...fields(call, server) };
  if (created.valueType === "SYSTEM") {
    throw validationFailed("valueType", "valueType: a new claim cannot be SYSTEM");
  }
  refuseTakenName(server, created);
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
  const input = { ...fields(call, server), id: current.id, system: current.system };
  if (current.system && (input.name !== current.name || input.claimType !== current.claimType)) {
    throw forbidden(["Name and claimType of a system claim cannot be changed."]);
  }
  refuseTakenName(server, input, current);
  delete current.groupFilterType;
  Object.assign(current, input);
  return { status: 200, body: claimDocument(call, server, current) };
}

function remove(call: Call) {
  const server = serverOf(call);
  const current = claimOf(call, server);
  if (current.system) throw forbidden(["A system claim cannot be deleted."]);
  server.claims.splice(server.claims.indexOf(current), 1);
  return { status: 204 };
}

function claimOf({ params }: Call, server: AuthorizationServer): Claim {
  return entryOf(server.claims, params.claimId, "OAuth2Claim");
}

function fields({ body }: Call, server: AuthorizationServer): Omit<Claim, "id" | "system"> {
  const { group_filter_type, conditions, ...input } = pick(parseBody(claimSchema, body));
  const scopes = conditions?.scopes ?? [];
  const unknown = scopes.filter((name) => !server.scopes.some((known) => known.name === name));
  if (unknown.length > 0) {
    throw validationFailed(
      "conditions.scopes",
      `conditions.scopes: not scopes of this authorization server: ${unknown.join(", ")}`,
    );
  }
  if (RESERVED.includes(input.name)) {
    throw validationFailed("name", `name: '${input.name}' is a reserved claim name`);
  }
  if ((input.valueType === "GROUPS") !== Boolean(group_filter_type)) {
    throw validationFailed(
      "group_filter_type",
      "group_filter_type: goes with valueType GROUPS, and only with it",
    );
  }
  return { ...input, scopes, ...(group_filter_type ? { groupFilterType: group_filter_type } : {}) };
}

function pick(input: z.output<typeof claimSchema>) {
  const { name, status, claimType, valueType, value, alwaysIncludeInToken } = input;
  const { group_filter_type, conditions } = input;
  return {
    name,
    status,
    claimType,
    valueType,
    value,
    alwaysIncludeInToken,
    group_filter_type,
    conditions,
  };
}

function refuseTakenName(server: AuthorizationServer, claim: Claim, self?: Claim): void {
  const taken = server.claims.some(
    (other) => other !== self && other.name === claim.name && other.claimType === claim.claimType,
  );
  if (taken) throw alreadyExists("name", "this authorization server");
}

function claimDocument({ org }: Call, server: AuthorizationServer, item: Claim) {
  const self = `${SERVERS_PATH}/${server.alias ?? server.id}/claims/${item.id}`;
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
