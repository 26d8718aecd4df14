import { createHash } from "node:crypto";
import type { OktaEmulatorOptions } from "../../../okta/emulator.ts";
import { peopleSeed } from "../../../okta/people-seed.ts";
import { signIn, Visitor } from "../../../okta/visitor.ts";
import { startOkta } from "../support.ts";

export const REDIRECT = "http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri";
export const ORIGIN = "http://localhost:7474";
export const CLIENT = "neo4j-browser";
export const PASSWORD = "Correct-Horse-1";
const VERIFIER = "a-verifier-of-forty-three-characters-or-more";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

/** An org in which Ada (engineers) and Eve (of no group) sign in; its clock moves when a test moves it. */
export async function startPeople(options: OktaEmulatorOptions = {}) {
  const clock = { ahead: 0 };
  const seed = peopleSeed({
    ...{ clientId: CLIENT, redirectUris: [REDIRECT], postLogoutRedirectUris: [`${ORIGIN}/`] },
    origins: [ORIGIN],
    people: [
      { login: "ada@example.com", password: PASSWORD, groups: ["neo4j-engineers", "staff"] },
      { login: "eve@example.com", password: PASSWORD },
      { login: "sue@example.com", password: PASSWORD, groups: ["staff"], status: "SUSPENDED" },
    ],
    assigned: ["neo4j-engineers", "staff"],
    groupsStartWith: "neo4j-",
  });
  const { okta, admin } = await startOkta({
    seed,
    now: () => Date.now() + clock.ahead,
    ...options,
  });
  const issuer = `${okta.url}/oauth2/default`;

  /** Address of an authorization request in order but for the changes; undefined leaves a parameter out. */
  function request(changes: Record<string, string | undefined> = {}): URL {
    const parameters: Record<string, string | undefined> = {
      ...{ client_id: CLIENT, redirect_uri: REDIRECT, response_type: "code" },
      ...{ scope: "openid profile email", state: "a-state", nonce: "a-nonce" },
      ...{ code_challenge: CHALLENGE, code_challenge_method: "S256" },
      ...changes,
    };
    const address = new URL(`${issuer}/v1/authorize`);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) address.searchParams.set(name, value);
    }
    return address;
  }

  /** A code for Ada. */
  async function codeFor(changes: Record<string, string | undefined> = {}): Promise<string> {
    const { sentTo } = await new Visitor().signIn(request(changes), "ada@example.com", PASSWORD);
    return sentTo?.searchParams.get("code") ?? "";
  }

  /** Posts a form to an endpoint of the server. */
  async function post(
    endpoint: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ) {
    const body = new URLSearchParams(form);
    const response = await fetch(`${issuer}/v1/${endpoint}`, { method: "POST", body, headers });
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  }

  /** Redeems a code. */
  const redeem = (code: string, changes: Record<string, string> = {}) =>
    post("token", {
      ...{ grant_type: "authorization_code", client_id: CLIENT, redirect_uri: REDIRECT, code },
      ...{ code_verifier: VERIFIER, ...changes },
    });

  /** Tokens of a person. */
  const tokensOf = (login: string, scope = "openid profile email offline_access") =>
    signIn({ issuer, clientId: CLIENT, redirectUri: REDIRECT, scope, login, password: PASSWORD });

  return { okta, admin, issuer, clock, request, codeFor, post, redeem, tokensOf };
}
