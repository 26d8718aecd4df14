import { hash } from "node:crypto";
import type { App } from "../../entities.ts";
import { type Org, requiresPkce } from "../../org.ts";
import { link } from "../links.ts";
import { usesSecret } from "./store.ts";

/**
 * An app as Okta shows it. Only the answers to POST and PUT hold the client secret.
 * @param withSecret whether this is such an answer
 */
export function appDocument(org: Org, app: App, withSecret = false) {
  const { accessibility, visibility } = app.body;
  return {
    id: app.id,
    orn: `orn:okta:idp:${org.id}:apps:oidc_client:${app.id}`,
    name: "oidc_client",
    label: app.label,
    status: app.status,
    lastUpdated: app.lastUpdated,
    created: app.created,
    accessibility,
    visibility: { ...visibility, appLinks: { oidc_client_link: true } },
    features: [],
    signOnMode: "OPENID_CONNECT",
    credentials: credentialsOf(app, withSecret),
    universalLogout: {
      status: "DISABLED",
      supportType: "FULL",
      identityStack: "NOT_SHARED",
      protocol: "GLOBAL_TOKEN_REVOCATION",
    },
    settings: settingsOf(app),
    ...(app.profile ? { profile: app.profile } : {}),
    _links: linksOf(org, app),
  };
}

function credentialsOf(app: App, withSecret: boolean) {
  const { credentials } = app.body;
  const secret = app.secrets.findLast(({ status }) => status === "ACTIVE");
  const { autoKeyRotation, token_endpoint_auth_method } = credentials.oauthClient;
  return {
    userNameTemplate: present(credentials.userNameTemplate),
    signing: { kid: hash("sha256", app.id, "base64url") },
    oauthClient: {
      autoKeyRotation,
      client_id: app.clientId,
      ...(withSecret && usesSecret(app) && secret ? { client_secret: secret.value } : {}),
      token_endpoint_auth_method,
      pkce_required: requiresPkce(app),
    },
  };
}

function settingsOf(app: App) {
  const { settings } = app.body;
  const {
    jwks: _jwks,
    response_types,
    redirect_uris,
    client_uri,
    logo_uri,
    ...client
  } = settings.oauthClient;
  return {
    app: settings.app ?? {},
    notifications: settings.notifications ?? {
      vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null },
    },
    manualProvisioning: settings.manualProvisioning ?? false,
    implicitAssignment: settings.implicitAssignment,
    emOptInStatus: settings.emOptInStatus ?? "NONE",
    notes: { admin: settings.notes.admin ?? null, enduser: settings.notes.enduser ?? null },
    oauthClient: {
      client_uri: client_uri || null,
      logo_uri: logo_uri || null,
      redirect_uris: redirect_uris ?? [],
      response_types: response_types ?? (app.applicationType === "service" ? ["token"] : ["code"]),
      ...(app.jwks.length > 0
        ? { jwks: { keys: app.jwks.map((key) => ({ use: null, ...key })) } }
        : {}),
      ...present({ ...client, application_type: app.applicationType }),
    },
  };
}

/** Without the fields that nobody set. */
function present<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== null && value !== "",
    ),
  ) as Partial<T>;
}

function linksOf(org: Org, { id, status }: App) {
  const self = `/api/v1/apps/${id}`;
  const verb = status === "ACTIVE" ? "deactivate" : "activate";
  return {
    uploadLogo: link(org, `${self}/logo`, "POST"),
    appLinks: [
      {
        name: "oidc_client_link",
        href: `${org.url}/home/oidc_client/${id}/aln${id.slice(3)}`,
        type: "text/html",
      },
    ],
    profileEnrollment: link(org, `/api/v1/policies/${org.profileEnrollmentId}`),
    policies: link(org, `${self}/policies`, "PUT"),
    groups: link(org, `${self}/groups`),
    logo: [{ name: "medium", href: `${org.url}/assets/img/logos/default.png`, type: "image/png" }],
    clientCredentials: [{ name: "secrets", href: `${org.url}${self}/credentials/secrets` }],
    accessPolicy: link(org, `/api/v1/policies/${org.accessPolicyId}`),
    users: link(org, `${self}/users`),
    [verb]: link(org, `${self}/lifecycle/${verb}`),
  };
}
