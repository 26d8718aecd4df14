import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULTS } from "../../access/defaults.ts";
import { issuerEndpoints } from "../../access/oidc-settings.ts";
import { AccessPolicy } from "./access-policy.ts";
import type { AuthorizationServer } from "./authorization-server.ts";
import { serverChild } from "./server-child.ts";

/** Arguments of {@link Authorization}. */
export interface AuthorizationArgs {
  /** The authorization server, adopted or created. A change replaces everything on it. */
  server: AuthorizationServer;
  /**
   * The client ids that may get a token, at least one. A change is in place. Example:
   * `[etl.clientId]`.
   */
  clients: readonly pulumi.Input<string>[];
  /**
   * Name of the one scope. A change renames it in place, and clients that ask for the old name are
   * refused. Default: `neo4j_groups`.
   */
  scope?: string;
  /**
   * Name of the claim that carries the groups. A change is in place; Neo4j has to be told the same
   * name. Default: `groups`.
   */
  claim?: string;
  /**
   * The claim's value in Okta Expression Language. In the client-credentials flow there is no user:
   * an expression on `appuser` alone is null, and Okta leaves a null claim out. A change is in
   * place. Default: `app.profile.neo4j_groups`.
   */
  claimExpression?: string;
  /**
   * Lifetime of access tokens in minutes, 5 to 1440. A change is in place and holds for the next
   * tokens. Default: 60.
   */
  tokenLifetimeMinutes?: number;
}

/**
 * What makes an authorization server issue tokens that Neo4j can use: one scope, one claim that
 * appears only with that scope, one access policy with one rule, for all service accounts.
 *
 * @example
 * new Authorization("authorization", { server: await adoptAuthorizationServer("server", { id: "default", audience: "api://default" }), clients: [etl.clientId] });
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
      name: args.scope ?? DEFAULTS.scope,
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
      name: args.claim ?? DEFAULTS.claim,
      claimType: "RESOURCE",
      valueType: "EXPRESSION",
      value: args.claimExpression ?? DEFAULTS.claimExpression,
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
      policyName: `Neo4j service accounts (${args.scope ?? DEFAULTS.scope})`,
      ...(tokenLifetimeMinutes === undefined ? {} : { tokenLifetimeMinutes }),
    },
    { parent },
  );
}
