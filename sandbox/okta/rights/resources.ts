import type { Org } from "../org.ts";
import type { Kind, Resource } from "./decide.ts";

const KINDS: readonly string[] = ["apps", "authorizationServers", "groups", "users"];

/** How ORNs name the kinds, after the org's id. */
const IN_ORNS: Readonly<Record<string, Kind>> = {
  "idp:apps": "apps",
  "idp:authorization_servers": "authorizationServers",
  "directory:groups": "groups",
  "directory:users": "users",
};

/**
 * What a resource of a set names, by its address or its ORN; undefined for what is neither, for another org's, and for
 * kinds that no call is limited to.
 */
export function resourceOf(org: Org, reference: string): Resource | undefined {
  return reference.startsWith("orn:") ? ofName(org, reference) : ofAddress(org, reference);
}

function ofAddress(org: Org, reference: string): Resource | undefined {
  const root = `${org.url}/api/v1/`;
  if (!reference.startsWith(root)) return undefined;
  const [kind = "", id, more, ...rest] = reference.slice(root.length).split("/");
  if (!KINDS.includes(kind) || id === "" || rest.length > 0) return undefined;
  if (kind === "groups" && id && more === "users") return { kind: "users", membersOf: id };
  return more === undefined ? resource(kind as Kind, id) : undefined;
}

/** An app's ORN may have the name of its kind before its id. */
function ofName(org: Org, reference: string): Resource | undefined {
  const [, , service, orgId, name, ...ids] = reference.split(":");
  const kind = IN_ORNS[`${service}:${name}`];
  if (!kind || orgId !== org.id) return undefined;
  const [id, ...rest] = kind === "apps" && ids[0] === "oidc_client" ? ids.slice(1) : ids;
  return rest.length > 0 || id === "" ? undefined : resource(kind, id);
}

function resource(kind: Kind, id: string | undefined): Resource {
  return id === undefined ? { kind } : { kind, id };
}
