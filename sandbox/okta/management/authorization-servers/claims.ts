import type { AuthorizationServer, Claim } from "../../entities.ts";
import { forbidden, invalidField } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { claimSchema } from "../../schemas/authorization-server.ts";
import { RESERVED_CLAIMS } from "../../tokens/access-token.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { link } from "../links.ts";
import { IN_SERVER, SERVER_ACCESS, SERVER_PATH, serverPath } from "./document.ts";

const PATH = `${SERVER_PATH}/claims`;
const CLAIM_PATH = `${PATH}/:claimId`;

const answers = answersWith(claimDocument);

/** Claims of an authorization server. Names are unique per kind of token. */
export const claimRoutes = routes(SERVER_ACCESS, [
  ["GET", PATH, "List claims", answers.page((call) => serverOf(call).claims)],
  ["POST", PATH, "Create a claim", answers.one(create, 201)],
  ["GET", CLAIM_PATH, "Read a claim", answers.one(claimOf)],
  ["PUT", CLAIM_PATH, "Replace a claim", answers.one(replace)],
  ["DELETE", CLAIM_PATH, "Delete a claim", noContent(remove)],
]);

function claimOf(call: Call): Claim {
  return entryOf(serverOf(call).claims, call.params.claimId, "OAuth2Claim");
}

function create(call: Call): Claim {
  const server = serverOf(call);
  const created = { id: makeId("claim"), system: false, ...readClaim(call) };
  refuseTaken(sameKind(server, created), "name", created.name, undefined, IN_SERVER);
  server.claims.push(created);
  return created;
}

function replace(call: Call): Claim {
  const current = claimOf(call);
  const input = { ...readClaim(call, current), id: current.id, system: current.system };
  if (current.system && (input.name !== current.name || input.claimType !== current.claimType)) {
    throw forbidden("Name and claimType of a system claim cannot be changed.");
  }
  refuseTaken(sameKind(serverOf(call), input), "name", input.name, current, IN_SERVER);
  delete current.groupFilterType;
  return Object.assign(current, input);
}

function remove(call: Call): void {
  const { claims } = serverOf(call);
  const current = claimOf(call);
  if (current.system) throw forbidden("A system claim cannot be deleted.");
  claims.splice(claims.indexOf(current), 1);
}

/** The claim that the body describes. @throws E0000001 when its fields do not fit each other or the server */
function readClaim(call: Call, current?: Claim) {
  const claim = parseBody(claimSchema, call.body);
  const known = serverOf(call).scopes.map(({ name }) => name);
  const unknown = claim.scopes.filter((scope) => !known.includes(scope));
  if (unknown.length > 0) {
    throw invalidField(
      "conditions.scopes",
      `not scopes of this authorization server: ${unknown.join(", ")}`,
    );
  }
  if (RESERVED_CLAIMS.includes(claim.name)) {
    throw invalidField("name", `'${claim.name}' is a reserved claim name`);
  }
  if (claim.valueType === "SYSTEM" && current?.valueType !== "SYSTEM") {
    throw invalidField("valueType", "only a claim that Okta made is SYSTEM");
  }
  if ((claim.valueType === "SYSTEM") !== (claim.value === null)) {
    throw invalidField("value", "The field cannot be left blank");
  }
  if ((claim.valueType === "GROUPS") !== (claim.groupFilterType !== undefined)) {
    throw invalidField("group_filter_type", "goes with valueType GROUPS, and only with it");
  }
  return claim;
}

function sameKind(server: AuthorizationServer, { claimType }: Claim): Claim[] {
  return server.claims.filter((other) => other.claimType === claimType);
}

function claimDocument(call: Call, { scopes, groupFilterType, ...claim }: Claim) {
  const self = `${serverPath(serverOf(call))}/claims/${claim.id}`;
  return {
    ...claim,
    ...(groupFilterType ? { group_filter_type: groupFilterType } : {}),
    conditions: { scopes },
    apiResourceId: null,
    _links: { self: link(call.org, self, "GET", "PUT", "DELETE") },
  };
}
