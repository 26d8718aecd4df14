import type { Scope } from "../../entities.ts";
import { forbidden } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { scopeSchema } from "../../schemas/authorization-server.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { link } from "../links.ts";
import { searchOf } from "../search.ts";
import { IN_SERVER, SERVER_ACCESS, SERVER_PATH, serverPath } from "./document.ts";

const PATH = `${SERVER_PATH}/scopes`;
const SCOPE_PATH = `${PATH}/:scopeId`;

const answers = answersWith(scopeDocument);

/** Scopes of an authorization server. */
export const scopeRoutes = routes(SERVER_ACCESS, [
  ["GET", PATH, "List scopes (`q`, `limit`, `after`)", answers.page(search)],
  ["POST", PATH, "Create a scope", answers.one(create, 201)],
  ["GET", SCOPE_PATH, "Read a scope", answers.one(scopeOf)],
  ["PUT", SCOPE_PATH, "Replace a scope", answers.one(replace)],
  ["DELETE", SCOPE_PATH, "Delete a scope", noContent(remove)],
]);

function scopeOf(call: Call): Scope {
  return entryOf(serverOf(call).scopes, call.params.scopeId, "OAuth2Scope");
}

function search(call: Call): Scope[] {
  const named = searchOf(call.query, "includes");
  return serverOf(call).scopes.filter(({ name }) => named(name));
}

function create(call: Call): Scope {
  const { scopes } = serverOf(call);
  const created = { id: makeId("scope"), system: false, ...parseBody(scopeSchema, call.body) };
  refuseTaken(scopes, "name", created.name, undefined, IN_SERVER);
  scopes.push(created);
  return created;
}

function replace(call: Call): Scope {
  const current = scopeOf(call);
  const input = parseBody(scopeSchema, call.body);
  if (current.system && input.name !== current.name) {
    throw forbidden("The name of a system scope cannot be changed.");
  }
  refuseTaken(serverOf(call).scopes, "name", input.name, current, IN_SERVER);
  return Object.assign(current, input);
}

function remove(call: Call): void {
  const { scopes } = serverOf(call);
  const current = scopeOf(call);
  if (current.system) throw forbidden("A system scope cannot be deleted.");
  scopes.splice(scopes.indexOf(current), 1);
}

function scopeDocument(call: Call, scope: Scope) {
  const self = `${serverPath(serverOf(call))}/scopes/${scope.id}`;
  return {
    ...scope,
    apiResourceId: null,
    _links: { self: link(call.org, self, "GET", "PUT", "DELETE") },
  };
}
