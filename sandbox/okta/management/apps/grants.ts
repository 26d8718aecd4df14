import { z } from "zod";
import type { ScopeGrant } from "../../entities.ts";
import { alreadyExists, invalidField } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { timestamp } from "../../org.ts";
import { onApp, superAdmin } from "../../rights/needs.ts";
import { resource } from "../../schemas/resource.ts";
import { appOf, entryOf } from "../find.ts";
import { link } from "../links.ts";

const PATH = "/api/v1/apps/:appId/grants";
const GRANT_PATH = `${PATH}/:grantId`;

const grantSchema = resource({ issuer: z.string().min(1), scopeId: z.string().min(1) }, [
  "status",
  "createdBy",
  "clientId",
  "userId",
  "source",
]);

const answers = answersWith(grantDocument);

const ACCESS = { scope: "okta.appGrants", read: [onApp("okta.apps.read")], write: [superAdmin] };

/** Scopes of the org authorization server that an app may ask for. */
export const grantRoutes = routes(ACCESS, [
  ["GET", PATH, "List the API scopes of an app", answers.all((call) => appOf(call).grants)],
  ["POST", PATH, "Grant an app an API scope", answers.one(create)],
  ["GET", GRANT_PATH, "Read one API scope grant", answers.one(grantOf)],
  ["DELETE", GRANT_PATH, "Revoke an API scope grant", noContent(remove)],
]);

function grantOf(call: Call): ScopeGrant {
  return entryOf(appOf(call).grants, call.params.grantId, "OAuth2ScopeConsentGrant");
}

function create(call: Call): ScopeGrant {
  const { grants } = appOf(call);
  const { issuer, scopeId } = parseBody(grantSchema, call.body);
  if (issuer !== call.org.url) {
    throw invalidField("issuer", `must be the address of the org, ${call.org.url}`);
  }
  if (!/^okta(\.[a-zA-Z]+)+\.(read|manage|register)(\.self)?$/.test(scopeId)) {
    throw invalidField("scopeId", `'${scopeId}' is not a scope of the org`);
  }
  if (grants.some((grant) => grant.scopeId === scopeId)) {
    throw alreadyExists("scopeId", "this app");
  }
  const grant: ScopeGrant = { id: makeId("grant"), scopeId, created: timestamp(call.org) };
  grants.push(grant);
  return grant;
}

function remove(call: Call): void {
  const { grants } = appOf(call);
  grants.splice(grants.indexOf(grantOf(call)), 1);
}

function grantDocument(call: Call, grant: ScopeGrant) {
  const { org } = call;
  const app = appOf(call);
  const path = `/api/v1/apps/${app.id}`;
  return {
    id: grant.id,
    status: "ACTIVE",
    created: grant.created,
    createdBy: { id: org.adminId, type: "User" },
    lastUpdated: grant.created,
    issuer: org.url,
    clientId: app.clientId,
    scopeId: grant.scopeId,
    source: "ADMIN",
    _links: {
      app: { ...link(org, path), title: app.label },
      self: link(org, `${path}/grants/${grant.id}`, "GET", "DELETE"),
      client: { ...link(org, `/oauth2/v1/clients/${app.clientId}`), title: app.label },
    },
  };
}
