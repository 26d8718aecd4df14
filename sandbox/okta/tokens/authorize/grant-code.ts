import type { App, AuthorizationServer } from "../../entities.ts";
import { randomText } from "../../ids.ts";
import { newFamily } from "../people/family.ts";
import { type Person, personOf } from "../people/person.ts";
import type { Authorization, Session } from "../people/remembered.ts";
import { evaluatePolicies } from "../policies.ts";
import { refusal } from "../refusals.ts";
import type { TokenState } from "../state.ts";

/** How long an authorization code can be redeemed, in milliseconds. */
const CODE_LIFETIME = 5 * 60 * 1000;

/** Whether the user has to give the password now. */
export function mustSignIn(
  { prompt, maxAge }: Authorization,
  session: Session | undefined,
  now: number,
): boolean {
  if (!session || prompt === "login") return true;
  return maxAge !== undefined && Math.floor(now / 1000) - session.authTime > maxAge;
}

/** The user whom the server's policies let use the app. @throws OAuthError `access_denied` */
export function requireAccess(
  { org }: TokenState,
  { scopes }: Pick<Authorization, "scopes">,
  client: App,
  server: AuthorizationServer,
  userId: string,
): Person {
  const person = personOf(org, client, userId);
  if (!person) throw refusal("user_not_assigned");
  const question = { clientId: client.clientId, grantType: "authorization_code", scopes };
  if (!evaluatePolicies(server, { ...question, defaults: false, person })) {
    throw refusal("no_matching_policy");
  }
  return person;
}

/** The scopes that the user has to consent to now; none for an app that is trusted. */
export function awaitingConsent(
  state: TokenState,
  { scopes, prompt }: Authorization,
  client: App,
  server: AuthorizationServer,
  userId: string,
): string[] {
  if (client.body.settings.oauthClient.consent_method === "TRUSTED") return [];
  const given = state.consents.get(consentKey(userId, client)) ?? new Set();
  return server.scopes
    .filter(({ name, consent }) => scopes.includes(name) && consent !== "IMPLICIT")
    .filter(({ name }) => prompt === "consent" || !given.has(name))
    .map(({ name }) => name);
}

/** Remembers a user's consent. */
export function keepConsent(
  state: TokenState,
  client: App,
  userId: string,
  scopes: readonly string[],
): void {
  const key = consentKey(userId, client);
  state.consents.set(key, new Set([...(state.consents.get(key) ?? []), ...scopes]));
}

function consentKey(userId: string, { clientId }: App): string {
  return `${userId} ${clientId}`;
}

/** A code for what the user has been asked for, to be redeemed once. */
export function issueCode(
  state: TokenState,
  authorization: Authorization,
  session: Session,
): string {
  const { serverId, clientId, redirectUri, challenge, nonce, scopes } = authorization;
  const { userId, authTime } = session;
  const code = randomText(43);
  const family = newFamily();
  state.codes.set(
    code,
    {
      ...{ serverId, clientId, redirectUri, challenge, nonce, scopes, userId, authTime, family },
      used: false,
    },
    state.org.now() + CODE_LIFETIME,
  );
  return code;
}
