import type * as pulumi from "@pulumi/pulumi";
import { type ForeignSignIn, foreignTrust, signInFacts } from "../access/sign-in/providers.ts";
import { originsOf } from "../access/sign-in/redirect.ts";
import { OPENID_SCOPES, type SignInTrust } from "../access/sign-in/settings.ts";
import {
  type Authorization,
  type AuthorizationServer,
  createAuthorizationServer,
  createTrustedOrigin,
  SignIn,
} from "../components/index.ts";
import { adopt } from "./authorization.ts";
import type { GroupIds } from "./people-groups.ts";
import type { OktaSignInSettings, Settings, SignInSettings } from "./settings.ts";
import { contractSignIn } from "./sign-in-contract.ts";

/** A way for people to sign in: what Neo4j is told, and what later tools have to know. */
export interface DeclaredSignIn {
  trust: SignInTrust<pulumi.Input<string>>;
  contract: ReturnType<typeof contractSignIn> & { sharedServer?: boolean };
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
  authorization: Authorization | undefined,
  groupIds: GroupIds,
): Promise<DeclaredSignIn[]> {
  const { signIns } = settings;
  const policies = authorization === undefined ? 0 : 1;
  const around: Around = { settings, services, authorization, groupIds, policies };
  declareOrigins(signIns);
  const declared: DeclaredSignIn[] = [];
  // One after the other, as the later ones use what the earlier ones declare.
  for (const [index, signIn] of signIns.entries()) {
    declared.push(
      signIn.provider === "okta" ? await oktaSignIn(signIn, index, around) : foreignSignIn(signIn),
    );
  }
  return declared;
}

/** Each once, for all apps of the org: an origin belongs to no sign-in, as its groups do not. */
function declareOrigins(signIns: readonly SignInSettings[]): void {
  const addresses = signIns.flatMap((signIn) =>
    signIn.provider === "okta" && signIn.createOrigins ? signIn.browsers : [],
  );
  for (const origin of originsOf(addresses)) createTrustedOrigin(`people-${origin}`, origin);
}

/** What sign-ins at Okta have in common. */
interface Around {
  settings: Settings;
  services: AuthorizationServer;
  authorization: Authorization | undefined;
  groupIds: GroupIds;
  /** Policies on the services' server so far; theirs is the first. Okta numbers them without a gap. */
  policies: number;
}

function foreignSignIn(signIn: ForeignSignIn & SignInSettings): DeclaredSignIn {
  return { trust: foreignTrust(signIn), contract: contractSignIn(signIn, signInFacts(signIn)) };
}

async function oktaSignIn(
  signIn: OktaSignInSettings & SignInSettings,
  index: number,
  around: Around,
): Promise<DeclaredSignIn> {
  const { id, browsers, authorizationServer, ...rest } = signIn;
  const { settings, services, authorization, groupIds } = around;
  const own = await ownServer(signIn, index, settings);
  const component = new SignIn(
    id,
    {
      ...rest,
      browsers,
      providerId: id,
      tokenLifetimeMinutes: settings.tokenLifetimeMinutes,
      groupIds,
      server: own ?? services,
      priority: own === undefined ? ++around.policies : 1,
    },
    {
      protect: settings.protect,
      ...(own === undefined && authorization !== undefined ? { dependsOn: authorization } : {}),
    },
  );
  const { trust, issuer, clientId } = component;
  const { discoveryUri, audience, groupsClaim } = trust;
  const facts = { issuer, discoveryUri, audience, clientId, scopes: OPENID_SCOPES, groupsClaim };
  const adopted = authorizationServer?.kind === "adopted" ? { sharedServer: true } : {};
  return { trust, contract: { ...contractSignIn(signIn, facts), ...adopted } };
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
