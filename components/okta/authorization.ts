import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { issuerEndpoints } from "../../access/oidc-settings.ts";
import { AccessPolicy } from "./access-policy.ts";
import type { AuthorizationServer } from "./authorization-server.ts";
import { serverChild } from "./server-child.ts";

/** Arguments of {@link Authorization}. */
export interface AuthorizationArgs {
  /** The authorization server, adopted or created. A change replaces everything on it. */
  server: AuthorizationServer;
  /** The client ids that may get a token. */
  clients: readonly pulumi.Input<string>[];
  /** Name of the one scope. Default: `neo4j_groups`. */
  scope?: string;
  /** Name of the claim that carries the groups. Default: `groups`. */
  claim?: string;
  /**
   * The claim's value in Okta Expression Language. Default: `app.profile.neo4j_groups`; in the
   * client-credentials flow there is no user, so an expression on `appuser` alone is null, and
   * Okta leaves a null claim out.
   */
  claimExpression?: string;
  /** Lifetime of access tokens in minutes, 5 to 1440. Default: 60. */
  tokenLifetimeMinutes?: number;
}

/**
 * What makes an authorization server issue tokens that Neo4j can use: one scope, one claim that
 * appears only with that scope, one access policy with one rule, for all service accounts.
 */
export class Authorization extends pulumi.ComponentResource {
  /** `iss`, as Okta reports it. */
  readonly issuer: pulumi.Output<string>;
  /** `aud`, as Okta reports it. */
  readonly audience: pulumi.Output<string>;
  /** OpenID Provider metadata of the issuer. */
  readonly discoveryUri: pulumi.Output<string>;
  /** Where clients get their tokens. */
  readonly tokenEndpoint: pulumi.Output<string>;
  /** The scope that clients ask for. */
  readonly scope: pulumi.Output<string>;

  constructor(name: string, args: AuthorizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("neo4j-okta:okta:Authorization", name, {}, opts);
    const scope = createScope(name, args, this);
    createClaim(name, args, scope, this);
    createPolicy(name, args, scope, this);
    const endpoints = pulumi.output(args.server.issuer).apply(issuerEndpoints);
    this.issuer = pulumi.output(args.server.issuer);
    this.audience = pulumi.output(args.server.audience);
    this.discoveryUri = endpoints.discoveryUri;
    this.tokenEndpoint = endpoints.tokenEndpoint;
    this.scope = scope.name;
    this.registerOutputs({
      issuer: this.issuer,
      audience: this.audience,
      discoveryUri: this.discoveryUri,
      tokenEndpoint: this.tokenEndpoint,
      scope: this.scope,
    });
  }
}

function createScope(name: string, args: AuthorizationArgs, parent: pulumi.Resource) {
  return new okta.auth.ServerScope(
    `${name}-scope`,
    {
      authServerId: args.server.id,
      name: args.scope ?? "neo4j_groups",
      displayName: "Neo4j groups",
      description: "The groups of a Neo4j service account",
      consent: "IMPLICIT",
      metadataPublish: "NO_CLIENTS",
    },
    serverChild(parent, args.server, ["authServerId"]),
  );
}

function createClaim(
  name: string,
  args: AuthorizationArgs,
  scope: okta.auth.ServerScope,
  parent: pulumi.Resource,
) {
  return new okta.auth.ServerClaim(
    `${name}-claim`,
    {
      authServerId: args.server.id,
      name: args.claim ?? "groups",
      claimType: "RESOURCE",
      valueType: "EXPRESSION",
      value: args.claimExpression ?? "app.profile.neo4j_groups",
      scopes: [scope.name],
      alwaysIncludeInToken: true,
      status: "ACTIVE",
    },
    serverChild(parent, args.server, ["authServerId"]),
  );
}

function createPolicy(
  name: string,
  args: AuthorizationArgs,
  scope: okta.auth.ServerScope,
  parent: pulumi.Resource,
) {
  const { server, clients, tokenLifetimeMinutes } = args;
  return new AccessPolicy(
    `${name}-access`,
    {
      server,
      clients,
      scope: scope.name,
      policyName: `Neo4j service accounts (${args.scope ?? "neo4j_groups"})`,
      ...(tokenLifetimeMinutes === undefined ? {} : { tokenLifetimeMinutes }),
    },
    { parent },
  );
}
