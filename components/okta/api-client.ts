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
    const { label = name, clientId = name, credential, standardRole } = args;
    const orgUrl = pulumi.output(args.orgUrl).apply(plainOrgUrl);
    const app = createServiceApp(`${name}-app`, { label, clientId, credential }, { parent: this });
    this.scopes = [...new Set(args.scopes)].sort();
    const scopes = { appId: app.id, issuer: orgUrl, scopes: [...this.scopes] };
    new okta.AppOauthApiScope(`${name}-scopes`, scopes, { parent: this });
    // A right that is taken back is no loss.
    const options = { parent: this, protect: false };
    for (const assignment of args.assignments) {
      const client = { label, clientId: app.clientId, orgUrl };
      createAssignment(`${name}-${assignment.role}`, client, assignment, options);
    }
    if (standardRole !== undefined) {
      const role = { clientId: app.clientId, type: standardRole.type };
      new okta.app.OauthRoleAssignment(`${name}-standard-role`, role, options);
    }
    this.clientId = app.clientId;
    this.tokenEndpoint = pulumi.interpolate`${orgUrl}/oauth2/v1/token`;
    this.registerOutputs({
      clientId: this.clientId,
      tokenEndpoint: this.tokenEndpoint,
      scopes: this.scopes,
    });
  }
}

/** Whom a role is for. */
interface Client {
  label: string;
  clientId: pulumi.Output<string>;
  orgUrl: pulumi.Output<string>;
}

function createAssignment(
  name: string,
  { label: client, clientId, orgUrl }: Client,
  { role: word, permissions, resources }: ApiClientAssignment,
  options: pulumi.CustomResourceOptions,
): void {
  const label = `${client} ${word}`;
  const description = `What ${client} may do through Okta's API: ${word}`;
  const { id: role } = new okta.AdminRoleCustom(
    `${name}-role`,
    { label, description, permissions: [...new Set(permissions)].sort() },
    options,
  );
  const addresses = resources.map((address) => pulumi.interpolate`${orgUrl}/api/v1/${address}`);
  const { id: resourceSet } = new okta.ResourceSet(
    `${name}-resources`,
    { label, description, resources: addresses },
    options,
  );
  const args = { clientId, type: "CUSTOM", role, resourceSet };
  new okta.app.OauthRoleAssignment(`${name}-assignment`, args, options);
}
