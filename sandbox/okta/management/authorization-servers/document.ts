import type { AuthorizationServer } from "../../entities.ts";
import type { Access, Call } from "../../http/route.ts";
import { issuerOf } from "../../org.ts";
import { onServer } from "../../rights/needs.ts";
import { activeKey } from "../../tokens/keys.ts";
import { lifecycleLink, link } from "../links.ts";

/** Where authorization servers live in the management API. */
export const SERVERS_PATH = "/api/v1/authorizationServers";
/** Where one of them lives. */
export const SERVER_PATH = `${SERVERS_PATH}/:authServerId`;

/** What the routes of authorization servers and of what belongs to them ask for. */
export const SERVER_ACCESS: Access = {
  scope: "okta.authorizationServers",
  read: [onServer("okta.authzServers.read")],
  write: [onServer("okta.authzServers.manage")],
};

/** Among what the names of a server's scopes, claims and policies are unique. */
export const IN_SERVER = "this authorization server";

/** Path of a server; that of the default one has its alias. */
export function serverPath({ alias, id }: AuthorizationServer): string {
  return `${SERVERS_PATH}/${alias ?? id}`;
}

/** An authorization server as Okta shows it. */
export function serverDocument({ org }: Call, server: AuthorizationServer) {
  const self = serverPath(server);
  const metadata = (name: string) => ({
    name,
    ...link(org, `${issuerOf(org, server).slice(org.url.length)}/.well-known/${name}`, "GET"),
  });
  return {
    id: server.id,
    name: server.name,
    description: server.description,
    audiences: server.audiences,
    issuer: issuerOf(org, server),
    issuerMode: server.issuerMode,
    status: server.status,
    created: server.created,
    lastUpdated: server.lastUpdated,
    credentials: {
      signing: {
        kid: activeKey(server).kid,
        rotationMode: server.rotationMode,
        lastRotated: server.lastRotated,
        ...(server.nextRotation ? { nextRotation: server.nextRotation } : {}),
      },
    },
    default: server.default,
    _links: {
      rotateKey: link(org, `${self}/credentials/lifecycle/keyRotate`, "POST"),
      metadata: [metadata("oauth-authorization-server"), metadata("openid-configuration")],
      keys: link(org, `${self}/credentials/keys`, "GET"),
      claims: link(org, `${self}/claims`, "GET", "POST"),
      policies: link(org, `${self}/policies`, "GET", "POST"),
      self: link(org, self, "GET", "DELETE", "PUT"),
      scopes: link(org, `${self}/scopes`, "GET", "POST"),
      ...lifecycleLink(org, self, server.status),
    },
  };
}
