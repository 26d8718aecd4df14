import type { App, AuthorizationServer, Claim } from "../entities.ts";
import type { OAuthError } from "./errors.ts";
import { ExpressionError } from "./expression/error.ts";
import { type Context, evaluate } from "./expression/evaluate.ts";
import type { Person } from "./people/person.ts";
import { PROFILE_CLAIMS } from "./people/profile-claims.ts";
import { refusal } from "./refusals.ts";

/** Whom and what claims are for. */
export interface ClaimSubject {
  readonly app: App;
  /** The scopes granted. */
  readonly scopes: readonly string[];
  /** The user; undefined for a client that acts for itself. */
  readonly person?: Person | undefined;
}

/**
 * Evaluates the claims of a server that `chosen` picks, by default those of access tokens. A claim bound to
 * scopes appears only with one of them; a null value leaves the claim out, and so do groups none of which
 * match, and what is taken from a user where there is none.
 * @throws OAuthError `server_error`, Okta's evaluation failure, for an expression without a value
 */
export function evaluateClaims(
  server: AuthorizationServer,
  subject: ClaimSubject,
  chosen: (claim: Claim) => boolean = inAccessToken,
): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (const claim of server.claims) {
    if (!applies(claim, subject.scopes) || !chosen(claim)) continue;
    const value = resolve(claim, subject);
    if (value !== null && value !== undefined) values.push([claim.name, value]);
    else if (claim.name === "sub") throw failure(claim);
  }
  return Object.fromEntries(values);
}

/** Claims of access tokens. */
function inAccessToken({ claimType }: Claim): boolean {
  return claimType === "RESOURCE";
}

/** Claims of an ID token that comes with an access token: the others are for its user info. */
export function inIdToken({ claimType, alwaysIncludeInToken }: Claim): boolean {
  return claimType === "IDENTITY" && alwaysIncludeInToken;
}

/** Claims of the user info. */
export function inUserInfo({ claimType }: Claim): boolean {
  return claimType === "IDENTITY";
}

function applies({ status, scopes: bound }: Claim, scopes: readonly string[]): boolean {
  return status === "ACTIVE" && (bound.length === 0 || bound.some((one) => scopes.includes(one)));
}

function resolve(claim: Claim, subject: ClaimSubject): unknown {
  const { person } = subject;
  if (claim.valueType === "SYSTEM") return person && PROFILE_CLAIMS[claim.name]?.(person.user);
  if (claim.valueType === "GROUPS") return person && groupsFor(claim, person);
  try {
    return evaluate(claim.value ?? "null", contextOf(subject));
  } catch (error) {
    if (error instanceof ExpressionError) throw failure(claim);
    throw error;
  }
}

function contextOf({ app, scopes, person }: ClaimSubject): Context {
  return {
    app: { id: app.id, clientId: app.clientId, profile: app.profile },
    access: { scope: scopes },
    ...(person && {
      user: { ...person.user.profile },
      appuser: { ...person.appUser.profile, userName: person.appUser.userName },
      groups: person.groups,
    }),
  };
}

/** How many groups a groups claim may match. */
const MAX_GROUPS = 100;

/** Names of the user's groups that the claim's filter lets through; undefined for none. */
function groupsFor(claim: Claim, { groups }: Person): string[] | undefined {
  const matches = filterOf(claim);
  const names = groups.map(({ name }) => name).filter(matches);
  if (names.length > MAX_GROUPS) throw refusal("too_many_groups_in_groups_claim");
  return names.length > 0 ? names : undefined;
}

function filterOf(claim: Claim): (name: string) => boolean {
  const value = claim.value ?? "";
  switch (claim.groupFilterType) {
    case "STARTS_WITH":
      return (name) => name.startsWith(value);
    case "CONTAINS":
      return (name) => name.includes(value);
    case "EQUALS":
      return (name) => name === value;
    default: {
      const pattern = patternOf(claim, value);
      return (name) => pattern.test(name);
    }
  }
}

/** A pattern that has to match the whole name. */
function patternOf(claim: Claim, source: string): RegExp {
  try {
    return new RegExp(`^(?:${source})$`, "u");
  } catch {
    throw failure(claim);
  }
}

function failure(claim: Claim): OAuthError {
  const kind = claim.system ? "system" : "user";
  return refusal(`${kind}_claim_evaluation_failure`, claim.name);
}
