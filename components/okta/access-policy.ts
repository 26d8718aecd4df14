import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULTS } from "../../access/defaults.ts";
import type { AuthorizationServer } from "./authorization-server.ts";
import { serverChild } from "./server-child.ts";

/** Arguments of {@link AccessPolicy}. */
export interface AccessPolicyArgs {
  /**
   * The authorization server. A change replaces the policy and its rule. Example:
   * `{ id: "default" }`.
   */
  server: Pick<AuthorizationServer, "id" | "created">;
  /**
   * The client ids that may get a token; never `ALL_CLIENTS`. A change is in place. Example:
   * `[etl.clientId]`.
   */
  clients: readonly pulumi.Input<string>[];
  /** The one scope that they may ask for. A change is in place. Example: `"neo4j_groups"`. */
  scope: pulumi.Input<string>;
  /**
   * Lifetime of access tokens in minutes, 5 to 1440. A change is in place and holds for the next
   * tokens. Default: 60.
   */
  tokenLifetimeMinutes?: number;
  /**
   * The policy's name, unique on its server. A change renames it in place. Default: the
   * component's name.
   */
  policyName?: string;
}

/**
 * Lets exactly the listed clients get tokens with exactly one scope, by client credentials only.
 *
 * @example
 * new AccessPolicy("etl", { server: { id: "default" }, clients: [etl.clientId], scope: "neo4j_groups" });
 */
export class AccessPolicy extends pulumi.ComponentResource {
  /** The id of the policy in Okta's API. */
  readonly policyId: pulumi.Output<string>;

  constructor(name: string, args: AccessPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("neo4j-okta:okta:AccessPolicy", name, {}, opts);
    const policy = createPolicy(name, args, this);
    createRule(name, args, policy, this);
    this.policyId = policy.id;
    this.registerOutputs({ policyId: this.policyId });
  }
}

function createPolicy(name: string, args: AccessPolicyArgs, parent: pulumi.Resource) {
  return new okta.auth.ServerPolicy(
    `${name}-policy`,
    {
      authServerId: args.server.id,
      name: args.policyName ?? name,
      description: "Service accounts that may get tokens for Neo4j",
      clientWhitelists: pulumi.all([...args.clients]).apply((ids) => [...ids].sort()),
      // First, so that no broader policy of an adopted server answers for these clients.
      priority: 1,
      status: "ACTIVE",
    },
    {
      ...serverChild(parent, args.server, ["authServerId"]),
      // Okta renumbers the policies of a server that others manage too.
      ignoreChanges: args.server.created ? [] : ["priority"],
    },
  );
}

function createRule(
  name: string,
  args: AccessPolicyArgs,
  policy: okta.auth.ServerPolicy,
  parent: pulumi.Resource,
) {
  return new okta.auth.ServerPolicyRule(
    `${name}-rule`,
    {
      authServerId: args.server.id,
      policyId: policy.id,
      name: "client credentials",
      grantTypeWhitelists: ["client_credentials"],
      scopeWhitelists: [args.scope],
      accessTokenLifetimeMinutes: args.tokenLifetimeMinutes ?? DEFAULTS.tokenLifetimeMinutes,
      priority: 1,
      status: "ACTIVE",
    },
    serverChild(parent, args.server, ["authServerId", "policyId"]),
  );
}
