import type { AuthorizationServer, Claim, Scope } from "../../entities.ts";
import { makeId } from "../../ids.ts";
import { newObject, type Org } from "../../org.ts";
import { createSigningKey, setRotation } from "../../tokens/keys.ts";

/** What the caller chooses of a new authorization server. */
type ServerInput = Pick<AuthorizationServer, "name" | "description" | "audiences" | "issuerMode">;

/**
 * A new ACTIVE server with Okta's system scopes and claims, without policies, with the key that
 * signs; the next one is made when the keys are listed or rotated. Rotation is AUTO whatever the request
 * says; only an update changes it.
 */
export async function createServer(org: Org, input: ServerInput): Promise<AuthorizationServer> {
  const keys = [await createSigningKey()];
  const stored = newObject(org, "authorizationServer");
  const server: AuthorizationServer = {
    ...stored,
    ...input,
    status: "ACTIVE",
    default: false,
    rotationMode: "MANUAL",
    lastRotated: stored.created,
    keys,
    scopes: systemScopes(),
    claims: systemClaims(),
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
  ["device_sso", "Device SSO", "Signs you in to other applications on the same device."],
];

/** Claims of ID tokens that Okta takes from the user, by their scope. */
const USER_CLAIMS = {
  profile: [
    ...["middle_name", "zoneinfo", "website", "updated_at", "profile", "preferred_username"],
    ...["picture", "nickname", "name", "locale", "given_name", "gender", "family_name"],
    "birthdate",
  ],
  email: ["email", "email_verified"],
  phone: ["phone_number"],
  address: ["address"],
};

/** Those of them that are in every ID token; the others come with its user info. */
const IN_EVERY_TOKEN = ["preferred_username", "name", "email"];

function systemScopes(): Scope[] {
  return SYSTEM_SCOPES.map(([name, displayName, description]) => ({
    id: makeId("scope"),
    name,
    displayName,
    description,
    system: true,
    metadataPublish: "ALL_CLIENTS",
    consent: "IMPLICIT",
    optional: false,
    default: false,
  }));
}

function systemClaims(): Claim[] {
  const common = { status: "ACTIVE", system: true } as const;
  const sub: Claim = {
    id: makeId("claim"),
    name: "sub",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "(appuser != null) ? appuser.userName : app.clientId",
    scopes: [],
    alwaysIncludeInToken: true,
    ...common,
  };
  const ofUser = Object.entries(USER_CLAIMS).flatMap(([scope, names]) =>
    names.map(
      (name): Claim => ({
        id: makeId("claim"),
        name,
        claimType: "IDENTITY",
        valueType: "SYSTEM",
        value: null,
        scopes: [scope],
        alwaysIncludeInToken: IN_EVERY_TOKEN.includes(name),
        ...common,
      }),
    ),
  );
  return [sub, ...ofUser];
}
