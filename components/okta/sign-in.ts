import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { issuerEndpoints } from "../../access/oidc-settings.ts";
import { redirectUri } from "../../access/sign-in/redirect.ts";
import {
  OPENID_SCOPES,
  type SignInTrust,
  signInParams,
  tokenParamsText,
} from "../../access/sign-in/settings.ts";
import { ArgumentError } from "../argument-error.ts";
import type { SignInArgs } from "./sign-in-args.ts";
import { createClaims, createPolicy } from "./sign-in-tokens.ts";

/**
 * A way for people to sign in with Neo4j Browser and Bloom: a single-page app at Okta (authorization
 * code with PKCE, no secret), for the members of the mapped groups only, with an access policy of its
 * own. People are never assigned one by one. Browser asks Okta itself: see {@link createTrustedOrigin}. With `protect` the
 * app, the claims and the policy are protected from deletion; the groups of the app are not.
 *
 * @example
 * new SignIn("okta", { providerId: "okta", displayName: "Okta", server, browsers: ["https://neo4j.example.com/browser/"], groups: { analysts: ["reader"] }, groupIds: new Map([["analysts", await findGroup("analysts")]]) });
 */
export class SignIn extends pulumi.ComponentResource {
  /** What Neo4j has to be told. */
  readonly trust: SignInTrust<pulumi.Output<string>>;
  /** Client id of Browser and Bloom. */
  readonly clientId: pulumi.Output<string>;
  /** `iss` of the tokens. */
  readonly issuer: pulumi.Output<string>;

  /** @throws {ArgumentError} for a group whose id is not given. */
  constructor(name: string, args: SignInArgs, opts?: pulumi.ComponentResourceOptions) {
    super("neo4j-okta:okta:SignIn", name, {}, opts);
    const groupIds = idsOf(args);
    const app = createApp(name, args, this);
    createAssignments(name, app, groupIds, this);
    createClaims(name, args, this);
    createPolicy(name, args, app, [...groupIds.values()], this);
    this.clientId = app.clientId;
    this.issuer = pulumi.output(args.server.issuer);
    this.trust = signInTrust(args, app.clientId);
    this.registerOutputs({ clientId: this.clientId, issuer: this.issuer });
  }
}

function signInTrust(
  args: SignInArgs,
  clientId: pulumi.Output<string>,
): SignInTrust<pulumi.Output<string>> {
  const { providerId, displayName, tokenType = "access_token", principal, groups } = args;
  const { params, tokenParams = {} } = args.further ?? {};
  const issuer = pulumi.output(args.server.issuer);
  return {
    providerId,
    displayName,
    tokenType,
    issuer,
    discoveryUri: issuer.apply((text) => issuerEndpoints(text).discoveryUri),
    audience: tokenType === "id_token" ? clientId : pulumi.output(args.server.audience),
    params: clientId.apply((id) => signInParams(id, OPENID_SCOPES, params)),
    tokenParams: tokenParamsText(tokenParams),
    usernameClaim: args.usernameClaim ?? "sub",
    principal,
    groupsClaim: args.groupsClaim ?? "groups",
    groups,
  };
}

/** @throws {ArgumentError} for a group whose id is not given. */
function idsOf({ groups, groupIds }: SignInArgs): Map<string, pulumi.Output<string>> {
  const ids = Object.keys(groups).map((group): [string, pulumi.Output<string>] => {
    const id = groupIds.get(group);
    if (id !== undefined) return [group, pulumi.output(id)];
    throw new ArgumentError("sign-in-group", [
      {
        code: "sign-in-group",
        at: ["groups", group],
        message: "has no id",
        allowed: "groups with an id under groupIds",
        fix: "create the group with createGroup, or look it up with findGroup",
      },
    ]);
  });
  return new Map(ids);
}

function createApp(name: string, args: SignInArgs, parent: pulumi.Resource): okta.app.OAuth {
  return new okta.app.OAuth(
    `${name}-app`,
    {
      label: `Neo4j: ${args.displayName} (${args.providerId})`,
      type: "browser",
      grantTypes: ["authorization_code"],
      responseTypes: ["code"],
      tokenEndpointAuthMethod: "none",
      pkceRequired: true,
      consentMethod: "TRUSTED",
      redirectUris: args.browsers.map((browser) => redirectUri(browser, args.providerId)),
      postLogoutRedirectUris: [...args.browsers],
    },
    { parent },
  );
}

function createAssignments(
  name: string,
  app: okta.app.OAuth,
  groupIds: ReadonlyMap<string, pulumi.Output<string>>,
  parent: pulumi.Resource,
): void {
  for (const [group, groupId] of groupIds) {
    // Okta numbers the groups of an app; nothing here depends on their order.
    // Access that is taken back is no loss.
    const options = { parent, ignoreChanges: ["priority"], protect: false };
    new okta.app.GroupAssignment(`${name}-${group}`, { appId: app.id, groupId }, options);
  }
}
