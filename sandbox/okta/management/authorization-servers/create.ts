import type { AuthorizationServer, Claim, Scope } from "../../entities.ts";
import { makeId } from "../../ids.ts";
import { type Org, timestamp } from "../../org.ts";
import { createSigningKey, setRotation } from "../../tokens/keys.ts";

/** What the caller chooses of a new authorization server. */
type ServerInput = Pick<AuthorizationServer, "name" | "description" | "audiences" | "issuerMode">;

/**
 * A new ACTIVE server with Okta's system scopes and claims, without policies, with the key that
 * signs; the next one is made when somebody looks or rotates. Rotation is AUTO whatever the request
 * says; only an update changes it.
 */
export async function createServer(org: Org, input: ServerInput): Promise<AuthorizationServer> {
  const keys = [await createSigningKey()];
  const now = timestamp(org);
  const server: AuthorizationServer = {
    id: makeId("authorizationServer"),
    ...input,
    status: "ACTIVE",
    default: false,
    created: now,
    lastUpdated: now,
    rotationMode: "MANUAL",
    lastRotated: now,
    keys,
    scopes: systemScopes(),
    claims: [subjectClaim()],
    policies: [],
  };
  setRotation(server, "AUTO");
  return server;
}

const SYSTEM_SCOPES: readonly (readonly [
  name: string,
  displayName: string,
  description: string,
])[] = [
  ["openid", "OpenID", "Signals that a request is an OpenID request."],
  [
    "profile",
    "View your profile information",
    "Allows this application to view your profile information.",
  ],
  ["email", "View your email address", "Allows this application to view your email address."],
  ["address", "View your address", "Allows this application to view your address."],
  ["phone", "View your phone number", "Allows this application to view your phone number."],
  ["offline_access", "Keep you signed in", "Keeps you signed in to the application."],
];

function systemScopes(): Scope[] {
  return SYSTEM_SCOPES.map(([name, displayName, description]) => ({
    id: makeId("scope"),
    name,
    displayName,
    description,
    system: true,
    metadataPublish: "ALL_CLIENTS",
    consent: name === "offline_access" ? "FLEXIBLE" : "IMPLICIT",
    optional: false,
    default: false,
  }));
}

function subjectClaim(): Claim {
  return {
    id: makeId("claim"),
    name: "sub",
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "SYSTEM",
    value: "(appuser != null) ? appuser.userName : app.clientId",
    scopes: [],
    system: true,
    alwaysIncludeInToken: true,
  };
}
