import type * as pulumi from "@pulumi/pulumi";
import type { AuthorizationServer } from "./authorization-server.ts";

/**
 * Options of a resource that lives on an authorization server. Okta's provider would update such
 * a resource in place when its server changes, and look for the old id on the new server; so the
 * change replaces it, and deletes first, as names are unique on a server. When the stack destroys
 * a server of its own, Okta deletes what is on it.
 */
export function serverChild(
  parent: pulumi.Resource,
  server: Pick<AuthorizationServer, "created">,
  replaceOnChanges: string[],
): pulumi.CustomResourceOptions {
  return {
    parent,
    replaceOnChanges,
    deleteBeforeReplace: true,
    ...(server.created ? { deletedWith: server.created } : {}),
  };
}
