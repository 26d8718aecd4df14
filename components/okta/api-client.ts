import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { plainOrgUrl } from "../../access/okta-rights/org-url.ts";
import { ArgumentError } from "../argument-error.ts";
import type { ApiClientArgs, ApiClientAssignment } from "./api-client-args.ts";
import { argumentFindings } from "./api-client-findings.ts";
import { createServiceApp } from "./service-app.ts";

/**
 * A client of Okta's management API: an API Services app with API scopes and admin roles. Only a
 * Super Admin may make these writes: scopes are grants, and grants, roles, resource sets and role
 * assignments are a Super Admin's alone. So is, once it has them, any change of the app, its keys
 * included. The client itself can do none of this.
 *
 * With `protect` the app and its scopes are protected from deletion; roles are not, so that rights can
 * be taken back.
 *
 * @example
 * new ApiClient("prod-reviewer", { orgUrl: "https://example.okta.com", credential: { kind: "private_key_jwt", jwksUri: "https://keys.example.com/reviewer.json" }, scopes: ["okta.apps.read"], assignments: [{ role: "read", permissions: ["okta.apps.read"], resources: ["apps"] }] });
 */
export class ApiClient extends pulumi.ComponentResource {
  /** The client id, known in previews. */
  readonly clientId: pulumi.Output<string>;
  /** Where it gets its tokens: the org authorization server's token endpoint. */
  readonly tokenEndpoint: pulumi.Output<string>;
  /** What it may ask for there; sorted. */
  readonly scopes: readonly string[];

  /** @throws {ArgumentError} for rights that are too wide, useless, or unknown; all at once. */
  constructor(name: string, args: ApiClientArgs, opts?: pulumi.ComponentResourceOptions) {
    const findings = argumentFindings(name, args);
    if (findings.length > 0) throw new ArgumentError("api-client", findings);
    super("neo4j-okta:okta:ApiClient", name, {}, opts);
    const orgUrl = pulumi.output(args.orgUrl).apply(plainOrgUrl);
    const app = createApp(name, args, this);
    this.scopes = [...new Set(args.scopes)].sort();
    createScopes(name, app, orgUrl, this.scopes, this);
    for (const assignment of args.assignments) {
      createAssignment(
        `${name}-${assignment.role}`,
        args.label ?? name,
        app,
        orgUrl,
        assignment,
        this,
      );
    }
    createStandardRole(name, app, args, this);
    this.clientId = app.clientId;
    this.tokenEndpoint = pulumi.interpolate`${orgUrl}/oauth2/v1/token`;
    this.registerOutputs({
      clientId: this.clientId,
      tokenEndpoint: this.tokenEndpoint,
      scopes: this.scopes,
    });
  }
}

/** A right that is taken back is no loss. */
const RETRACTABLE = { protect: false };

function createApp(name: string, args: ApiClientArgs, parent: pulumi.Resource): okta.app.OAuth {
  const { label = name, clientId = name, credential } = args;
  return createServiceApp(`${name}-app`, { label, clientId, credential }, { parent });
}

function createScopes(
  name: string,
  app: okta.app.OAuth,
  issuer: pulumi.Output<string>,
  scopes: readonly string[],
  parent: pulumi.Resource,
): void {
  const args = { appId: app.id, issuer, scopes: [...scopes] };
  new okta.AppOauthApiScope(`${name}-scopes`, args, { parent });
}

function createAssignment(
  name: string,
  clientLabel: string,
  app: okta.app.OAuth,
  orgUrl: pulumi.Output<string>,
  assignment: ApiClientAssignment,
  parent: pulumi.Resource,
): void {
  const options = { parent, ...RETRACTABLE };
  const label = `${clientLabel} ${assignment.role}`;
  const description = `What ${clientLabel} may do through Okta's API: ${assignment.role}`;
  const permissions = [...new Set(assignment.permissions)].sort();
  const role = { label, description, permissions };
  const { id: roleId } = new okta.AdminRoleCustom(`${name}-role`, role, options);
  const resources = assignment.resources.map(
    (address) => pulumi.interpolate`${orgUrl}/api/v1/${address}`,
  );
  const set = { label, description, resources };
  const { id: resourceSet } = new okta.ResourceSet(`${name}-resources`, set, options);
  const args = { clientId: app.clientId, type: "CUSTOM", role: roleId, resourceSet };
  new okta.app.OauthRoleAssignment(`${name}-assignment`, args, options);
}

function createStandardRole(
  name: string,
  app: okta.app.OAuth,
  { standardRole }: ApiClientArgs,
  parent: pulumi.Resource,
): void {
  if (standardRole === undefined) return;
  const args = { clientId: app.clientId, type: standardRole.type };
  const options = { parent, ...RETRACTABLE };
  new okta.app.OauthRoleAssignment(`${name}-standard-role`, args, options);
}
