import type * as pulumi from "@pulumi/pulumi";
import type { SignInFacts } from "../access/sign-in/providers.ts";
import { originsOf, redirectUri } from "../access/sign-in/redirect.ts";
import type { FurtherParameters, Parameters } from "../access/sign-in/settings.ts";
import type { SignInSettings } from "./settings.ts";

/** A sign-in in the stack output `access`, without a secret. */
export function contractSignIn(signIn: SignInSettings, facts: SignInFacts<pulumi.Input<string>>) {
  const { id, provider, displayName, tokenType, usernameClaim, groups, browsers } = signIn;
  const { issuer, audience, clientId, scopes } = facts;
  const { discoveryUri, endpoints, groupsClaim } = facts;
  const { principal, further } = signIn;
  const parameters = Object.entries(further).filter(([, map]) => Object.keys(map).length > 0);
  return {
    ...{ id, provider, displayName, tokenType, issuer },
    ...(discoveryUri === undefined ? {} : { discoveryUri }),
    ...(endpoints === undefined ? {} : { endpoints: { ...endpoints } }),
    ...{ audience, clientId, scopes: [...scopes] },
    ...(Object.fromEntries(parameters) as Partial<Record<keyof FurtherParameters, Parameters>>),
    usernameClaim,
    ...(principal === undefined ? {} : { principal }),
    ...(groupsClaim === undefined ? {} : { groupsClaim }),
    groups: groups as Record<string, string[]>,
    redirectUris: browsers.map((browser) => redirectUri(browser, id)),
    origins: originsOf(browsers),
  };
}
