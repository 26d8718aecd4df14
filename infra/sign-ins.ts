import type * as pulumi from "@pulumi/pulumi";
import type { Path } from "../access/finding.ts";
import { foreignTrust, signInFacts } from "../access/sign-in/providers.ts";
import { originsOf, redirectUri } from "../access/sign-in/redirect.ts";
import type { SignInTrust } from "../access/sign-in/settings.ts";
import {
  type Authorization,
  type AuthorizationServer,
  createAuthorizationServer,
  findGroup,
  SignIn,
} from "../components/index.ts";
import { adopt, inSettings } from "./declare.ts";
import type { OktaSignInSettings, Settings, SignInSettings } from "./settings.ts";

/** A way for people to sign in: what Neo4j is told, and what later tools have to know. */
export interface DeclaredSignIn {
  trust: SignInTrust<pulumi.Input<string>>;
  contract: ReturnType<typeof contractSignIn>;
}

/**
 * The sign-ins of the settings, in their order: with Okta both halves, with the others what Neo4j has to
 * know.
 *
 * @throws {ArgumentError} when an adopted authorization server is not what the settings say.
 */
export async function declareSignIns(
  settings: Settings,
  services: AuthorizationServer,
  authorization: Authorization,
): Promise<DeclaredSignIn[]> {
  const trusted = new Set<string>();
  const declared: DeclaredSignIn[] = [];
  // On the services' server, where theirs is the first. Okta numbers policies without a gap.
  let policies = 1;
  // A group that one sign-in creates is the same for all: the first that has it makes it.
  const groupIds = new Map<string, pulumi.Input<string>>();
  const created = settings.signIns.flatMap((signIn) =>
    "createGroups" in signIn && signIn.createGroups ? Object.keys(signIn.groups) : [],
  );
  for (const [index, signIn] of settings.signIns.entries()) {
    if (signIn.provider !== "okta") {
      const facts = { ...signInFacts(signIn), scopes: [...signInFacts(signIn).scopes] };
      declared.push({ trust: foreignTrust(signIn), contract: contractSignIn(signIn, facts) });
      continue;
    }
    const trustedOrigins = originsOf(signIn.browsers).filter((origin) => !trusted.has(origin));
    for (const origin of trustedOrigins) trusted.add(origin);
    const { browsers, id, authorizationServer, ...rest } = signIn;
    for (const group of Object.keys(signIn.groups)) {
      if (groupIds.has(group) || created.includes(group)) continue;
      groupIds.set(group, await found(group, ["signIns", index]));
    }
    const component = new SignIn(
      id,
      {
        ...rest,
        browsers,
        providerId: id,
        createGroups: created,
        groupIds: new Map(groupIds),
        server: (await ownServer(signIn, index, settings)) ?? services,
        priority: authorizationServer === undefined ? ++policies : 1,
        trustedOrigins,
      },
      authorizationServer === undefined ? { dependsOn: authorization } : {},
    );
    const { trust } = component;
    for (const [group, groupId] of component.groupIds) groupIds.set(group, groupId);
    const { issuer, clientId } = component;
    const { discoveryUri, audience, groupsClaim } = trust;
    const scopes = ["openid", "profile", "email"];
    const facts = { issuer, discoveryUri, audience, clientId, scopes, groupsClaim };
    declared.push({ trust, contract: contractSignIn(signIn, facts) });
  }
  return declared;
}

function found(group: string, at: Path): Promise<string> {
  return inSettings(at, () => findGroup(group));
}

/** Undefined: people's ID tokens come from the services' server. */
async function ownServer(
  { id, authorizationServer: server }: OktaSignInSettings,
  index: number,
  { protect }: Settings,
): Promise<AuthorizationServer | undefined> {
  if (server === undefined) return undefined;
  if (server.kind === "adopted") {
    return adopt(`${id}-adopted-server`, server, ["signIns", index, "authorizationServer"]);
  }
  const description = "Tokens for people who sign in to Neo4j";
  return createAuthorizationServer(`${id}-server`, { ...server, description }, { protect });
}

interface Facts {
  issuer: pulumi.Input<string>;
  discoveryUri: pulumi.Input<string>;
  audience: pulumi.Input<string>;
  clientId: pulumi.Input<string>;
  scopes: string[];
  groupsClaim: string | undefined;
}

function contractSignIn(signIn: SignInSettings, { groupsClaim, ...facts }: Facts) {
  const { id, provider, displayName, tokenType, usernameClaim, groups, browsers } = signIn;
  return {
    id,
    provider,
    displayName,
    tokenType,
    ...facts,
    usernameClaim,
    ...(groupsClaim === undefined ? {} : { groupsClaim }),
    groups: groups as Record<string, string[]>,
    redirectUris: browsers.map((browser) => redirectUri(browser, id)),
    origins: originsOf(browsers),
  };
}
