import type { App } from "../../entities.ts";
import { randomText } from "../../ids.ts";
import type { Issuer } from "../issuer.ts";
import type { TokenState } from "../state.ts";
import type { Basis, RefreshToken } from "./remembered.ts";

const MINUTE = 60_000;

/** Longest time that a refresh token is kept where its rule sets no end, in milliseconds: Okta's is five years. */
const FOREVER = 5 * 365 * 24 * 60 * MINUTE;

/** How refresh tokens of an app are used up: by default those of apps that run with their user rotate. */
export function rotationOf({ applicationType, body }: App): { rotates: boolean; leeway: number } {
  const { refresh_token: settings } = body.settings.oauthClient;
  const rotates = settings ? settings.rotation_type === "ROTATE" : applicationType === "browser";
  return { rotates, leeway: (settings?.leeway ?? (rotates ? 30 : 0)) * 1000 };
}

/** A refresh token of a new sign-in. */
export function firstRefreshToken(
  state: TokenState,
  basis: Basis,
  lifetimes: { lifetimeMinutes: number; windowMinutes: number },
): string {
  const now = state.org.now();
  const lifetime = lifetimes.lifetimeMinutes === 0 ? FOREVER : lifetimes.lifetimeMinutes * MINUTE;
  const { serverId, clientId, userId, scopes, authTime, family } = basis;
  return keep(state, {
    ...{ serverId, clientId, userId, scopes, authTime, family },
    issued: now,
    end: now + lifetime,
    window: lifetimes.windowMinutes * MINUTE,
  });
}

/** The next refresh token of the same sign-in, which ends when the first would. */
export function nextRefreshToken(
  state: TokenState,
  { replaced: _, ...token }: RefreshToken,
): string {
  return keep(state, { ...token, issued: state.org.now() });
}

/** Lets a token that was used last on. */
export function extend(state: TokenState, value: string, token: RefreshToken): string {
  return keep(state, token, value);
}

/** The refresh token of an issuer that can be used now; undefined for any other text. */
export function activeRefreshToken(
  state: TokenState,
  { server }: Issuer,
  value: string,
): RefreshToken | undefined {
  const token = state.refreshTokens.get(value);
  if (!token || token.serverId !== server?.id) return undefined;
  const gone = state.org.users.get(token.userId)?.status !== "ACTIVE";
  return gone || token.family.revoked || token.replaced !== undefined ? undefined : token;
}

function keep(state: TokenState, token: RefreshToken, value = randomText(43)): string {
  const expiry = Math.min(token.end, state.org.now() + token.window);
  state.refreshTokens.set(value, token, expiry);
  return value;
}
