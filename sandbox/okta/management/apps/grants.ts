import { z } from "zod";
import type { App, ScopeGrant } from "../../entities.ts";
import { alreadyExists, invalidField } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { timestamp } from "../../org.ts";
import { appOf, entryOf } from "../find.ts";
import { link } from "../links.ts";

const PATH = "/api/v1/apps/:appId/grants";

const grantSchema = resource({ issuer: z.string().min(1), scopeId: z.string().min(1) }, [
  "status",
  "createdBy",
  "clientId",
  "userId",
  "source",
]);

/** Scopes of the org authorization server that an app may ask for. */
export const grantRoutes = routes("okta.appGrants", [
  ["GET", PATH, "List the API scopes of an app", list],
  ["POST", PATH, "Grant an app an API scope", create],
  ["GET", `${PATH}/:grantId`, "Read one API scope grant", read],
  ["DELETE", `${PATH}/:grantId`, "Revoke an API scope grant", remove],
]);

function list(call: Call) {
  const app = appOf(call);
  return { status: 200, body: app.grants.map((grant) => grantDocument(call, app, grant)) };
}

function create(call: Call) {
  const app = appOf(call);
  const { issuer, scopeId } = parseBody(grantSchema, call.body);
  if (issuer !== call.org.url) {
    throw invalidField("issuer", `must be the address of the org, ${call.org.url}`);
  }
  if (!/^okta(\.[a-zA-Z]+)+\.(read|manage|register)(\.self)?$/.test(scopeId)) {
    throw invalidField("scopeId", `'${scopeId}' is not a scope of the org`);
  }
  if (app.grants.some((grant) => grant.scopeId === scopeId)) {
    throw alreadyExists("scopeId", "this app");
  }
  const grant: ScopeGrant = { id: makeId("grant"), scopeId, created: timestamp(call.org) };
  app.grants.push(grant);
  return { status: 200, body: grantDocument(call, app, grant) };
}

function read(call: Call) {
  const app = appOf(call);
  return { status: 200, body: grantDocument(call, app, grantOf(call, app)) };
}

function remove(call: Call) {
  const app = appOf(call);
  app.grants.splice(app.grants.indexOf(grantOf(call, app)), 1);
  return { status: 204 };
}

function grantOf({ params }: Call, app: App): ScopeGrant {
  return entryOf(app.grants, params.grantId, "OAuth2ScopeConsentGrant");
}

function grantDocument({ org }: Call, app: App, grant: ScopeGrant) {
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
