import * as okta from "@pulumi/okta";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Lets pages of this origin call Okta in a person's browser (CORS), and lets Okta send people back there. Okta has each
 * origin once, for all apps of the org: declare it once, and for no sign-in alone.
 *
 * @param origin a change is in place. Example: `"https://neo4j.example.com"`
 */
export function createTrustedOrigin(
  resource: string,
  origin: string,
  opts?: pulumi.CustomResourceOptions,
): okta.trustedorigin.Origin {
  const scopes = [{ type: "CORS" }, { type: "REDIRECT" }];
  const name = `Neo4j Browser at ${origin}`;
  return new okta.trustedorigin.Origin(resource, { name, origin, scopes }, opts);
}
