import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULTS } from "../../access/defaults.ts";
import { OPENID_SCOPES } from "../../access/sign-in/settings.ts";
import { serverChild } from "./server-child.ts";
import type { SignInArgs } from "./sign-in-args.ts";

/**
 * On the services' own server there are ID tokens only, so these claims never meet the services' one of
 * the same name, which is for access tokens. `openid` is a scope that services cannot ask for.
 */
export function createClaims(name: string, args: SignInArgs, parent: pulumi.Resource): void {
  const common = {
    authServerId: args.server.id,
    claimType: args.tokenType === "id_token" ? "IDENTITY" : "RESOURCE",
    scopes: ["openid"],
    alwaysIncludeInToken: true,
    status: "ACTIVE",
  };
  const options = serverChild(parent, args.server, ["authServerId"]);
  const claim = args.groupsClaim ?? "groups";
  new okta.auth.ServerClaim(
    `${name}-groups`,
    { ...common, name: claim, valueType: "GROUPS", ...groupsFilter(args) },
    options,
  );
  const { usernameClaim, usernameExpression } = args;
  if (usernameClaim === undefined || usernameExpression === undefined) return;
  const value = { valueType: "EXPRESSION", value: usernameExpression };
  new okta.auth.ServerClaim(
    `${name}-username`,
    { ...common, name: usernameClaim, ...value },
    options,
  );
}

/** Okta compares a regular expression with the whole name. */
function groupsFilter({ groups, groupsFilter }: SignInArgs) {
  if (groupsFilter?.startsWith !== undefined) {
    return { groupFilterType: "STARTS_WITH", value: groupsFilter.startsWith };
  }
  const exact = Object.keys(groups).map((group) => group.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return { groupFilterType: "REGEX", value: groupsFilter?.regex ?? `^(${exact.join("|")})$` };
}

/** Members of the groups get tokens by this app, with these scopes and by authorization code only. */
export function createPolicy(
  name: string,
  args: SignInArgs,
  app: okta.app.OAuth,
  groupIds: readonly pulumi.Output<string>[],
  parent: pulumi.Resource,
): void {
  const policy = new okta.auth.ServerPolicy(
    `${name}-policy`,
    {
      authServerId: args.server.id,
      name: `Neo4j sign-in (${args.providerId})`,
      description: "People who sign in with Neo4j Browser and Bloom",
      clientWhitelists: [app.clientId],
      priority: args.priority ?? 1,
      status: "ACTIVE",
    },
    {
      ...serverChild(parent, args.server, ["authServerId"]),
      ignoreChanges: args.server.created ? [] : ["priority"],
    },
  );
  new okta.auth.ServerPolicyRule(
    `${name}-rule`,
    {
      authServerId: args.server.id,
      policyId: policy.id,
      name: "authorization code",
      grantTypeWhitelists: ["authorization_code"],
      scopeWhitelists: [...OPENID_SCOPES],
      accessTokenLifetimeMinutes: args.tokenLifetimeMinutes ?? DEFAULTS.tokenLifetimeMinutes,
      groupWhitelists: pulumi.all([...groupIds]).apply((ids) => [...ids].sort()),
      priority: 1,
      status: "ACTIVE",
    },
    serverChild(parent, args.server, ["authServerId", "policyId"]),
  );
}
