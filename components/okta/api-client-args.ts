import type * as pulumi from "@pulumi/pulumi";
import type { StandardRoleGrant } from "../../access/okta-rights/client/standard-role.ts";
import type { ServiceAccountCredential } from "./service-account.ts";

/** A custom role on a resource set. */
export interface ApiClientAssignment {
  /**
   * Tells the client's roles apart, and ends their labels at Okta. A change replaces the role.
   * Example: `"manage"`.
   */
  role: string;
  /** A change is in place. Example: `["okta.apps.manage"]`. */
  permissions: readonly string[];
  /**
   * What the permissions are held on, relative to `/api/v1/`. All apps may be created only with
   * `apps`. A change is in place. Example: `["apps/0oa1", "authorizationServers/aus1"]`.
   */
  resources: readonly pulumi.Input<string>[];
}

/** Arguments of {@link ApiClient}. */
export interface ApiClientArgs {
  /** The org, without `-admin`. A change replaces the scopes. Example: `"https://example.okta.com"`. */
  orgUrl: pulumi.Input<string>;
  /** Label of the app, and the beginning of its roles' labels. Default: the component's name. */
  label?: string;
  /**
   * OAuth client id. A change replaces the app: the old one is deleted first. Default: the
   * component's name. Example: `"prod-deployer"`.
   */
  clientId?: string;
  /**
   * The client's public keys, inline or at a URL: Okta gives no token for its API to a client secret.
   * A change of inline keys is a Super Admin's; a client with `jwksUri` rotates without Okta.
   */
  credential: Extract<ServiceAccountCredential, { kind: "private_key_jwt" }>;
  /** API scopes that its tokens may carry. A change is in place. Example: `["okta.apps.manage"]`. */
  scopes: readonly string[];
  /** Custom roles on resource sets. A call needs a scope, and a permission on its object. */
  assignments: readonly ApiClientAssignment[];
  /** A standard role, which holds for the whole org: under a dated waiver only. Default: none. */
  standardRole?: StandardRoleGrant;
  /**
   * True: the client's tokens are bound to its key (DPoP). Refused for now: the provider has no
   * argument for it, and turns it off with every write. Default: false.
   */
  dpop?: boolean;
}
