import { effectiveRoles } from "../../access/effective-access.ts";
import type { CommonSignIn } from "../../access/sign-in/providers.ts";
import { OPENID_SCOPES } from "../../access/sign-in/settings.ts";
import type { ParsedSettings } from "./schema.ts";
import type { AuthorizationServerSettings, SignInSettings } from "./settings.ts";

type Parsed = ParsedSettings["signIns"][number];

const NAMES: Readonly<Record<Parsed["provider"], string>> = {
  okta: "Okta",
  entra: "Microsoft Entra ID",
  google: "Google",
  keycloak: "Keycloak",
  oidc: "Single sign-on",
};

/** Fills in what follows from a sign-in's settings; the rules have seen to what its provider needs. */
export function completeSignIn(parsed: Parsed): SignInSettings {
  const { id, provider, browsers, usernameClaim, principal, clientId = "" } = parsed;
  const common: CommonSignIn & { browsers: string[] } = {
    id,
    displayName: parsed.displayName ?? NAMES[provider],
    tokenType: parsed.tokenType ?? (provider === "google" ? "id_token" : "access_token"),
    usernameClaim,
    principal,
    groups: sortedMapping(parsed.groups),
    further: {
      params: parsed.params ?? {},
      tokenParams: parsed.tokenParams ?? {},
    },
    browsers,
  };
  switch (provider) {
    case "okta":
      return {
        ...common,
        provider,
        authorizationServer:
          parsed.authorizationServer && completeServer(parsed.authorizationServer),
        createGroups: parsed.createGroups ?? false,
        createOrigins: parsed.createOrigins ?? true,
        groupsClaim: parsed.groupsClaim ?? "groups",
        groupsFilter: parsed.groupsFilter,
        usernameExpression: parsed.usernameExpression,
      };
    case "entra":
      return {
        ...common,
        provider,
        tenant: parsed.tenant ?? "",
        clientId,
        apiScope: parsed.apiScope,
        accessTokenVersion: parsed.accessTokenVersion ?? 1,
        groupsFrom: parsed.groupsFrom ?? "groups",
      };
    case "google":
      return { ...common, provider, clientId, clientSecret: parsed.clientSecret ?? "" };
    default:
      return {
        ...common,
        provider,
        issuer: parsed.issuer ?? "",
        clientId,
        audience: parsed.audience ?? clientId,
        scopes: parsed.scopes ?? OPENID_SCOPES,
        groupsClaim:
          Object.keys(parsed.groups).length > 0 ? (parsed.groupsClaim ?? "groups") : undefined,
        clientSecret: parsed.clientSecret,
        discoveryUri: parsed.discoveryUri,
        endpoints: parsed.endpoints,
      };
  }
}

/** A server that is adopted by its id, or created by its name. */
export function completeServer(server: {
  id?: string | undefined;
  name?: string | undefined;
  audience: string;
}): AuthorizationServerSettings {
  const { id, name, audience } = server;
  return name === undefined
    ? { kind: "adopted", id: id ?? "default", audience }
    : { kind: "created", name, audience };
}

/** Sorted by group, roles sorted. */
export function sortedMapping(groups: Record<string, string[]>): Record<string, string[]> {
  const names = Object.keys(groups).sort();
  return Object.fromEntries(names.map((name) => [name, effectiveRoles([name], groups)]));
}
