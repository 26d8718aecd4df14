import type { ContractSignIn } from "../../access/sign-in/contract.ts";
import type { SignInContext } from "../../verify/checks/context.ts";
import { accountContext } from "./account-context.ts";

/** A sign-in at Okta. */
export const SIGN_IN: ContractSignIn = {
  id: "okta",
  provider: "okta",
  displayName: "Okta",
  tokenType: "access_token",
  issuer: "https://example.okta.com/oauth2/aus1",
  discoveryUri: "https://example.okta.com/oauth2/aus1/.well-known/openid-configuration",
  audience: "api://people",
  clientId: "browser",
  scopes: ["openid"],
  usernameClaim: "sub",
  groupsClaim: "groups",
  groups: { engineers: ["publisher"], readers: ["reader"] },
  redirectUris: ["https://neo4j.example.com/browser/"],
  origins: ["https://neo4j.example.com"],
};

/** Of the discovery document, which is not the one of v1 tokens. */
const ISSUER = "https://login.microsoftonline.com/t/v2.0";
export const REDIRECT =
  "https://neo4j.example.com/browser/?idp_id=azure&auth_flow_step=redirect_uri";
/** A sign-in at Entra ID. */
export const AZURE: ContractSignIn = {
  id: "azure",
  provider: "entra",
  displayName: "Azure",
  tokenType: "access_token",
  issuer: "https://sts.windows.net/t/",
  discoveryUri: `${ISSUER}/.well-known/openid-configuration`,
  audience: "api://c",
  clientId: "c",
  scopes: ["openid", "api://c/access-token"],
  usernameClaim: "sub",
  groupsClaim: "groups",
  groups: { managers: ["reader"] },
  redirectUris: [REDIRECT],
  origins: ["https://neo4j.example.com"],
};
export const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/authorize",
  token_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/token",
};

/** What a check of {@link AZURE} works with; every request has this answer. */
export function answering(answer: Response | Error, changes: Partial<SignInContext> = {}) {
  const asked: { url: URL; init: RequestInit | undefined }[] = [];
  const fetching: typeof fetch = async (input, init) => {
    asked.push({ url: new URL(String(input)), init });
    if (answer instanceof Error) throw answer;
    return answer.clone();
  };
  const base = accountContext({ fetch: fetching, evidence: { metadata: METADATA } });
  return { asked, at: { ...base, signIn: AZURE, ...changes } };
}

/** Sends a browser there. */
export function sent(location: string): Response {
  return new Response("", { status: 302, headers: { location } });
}
