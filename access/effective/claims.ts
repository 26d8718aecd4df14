import { known, type Token } from "./okta.ts";
import { isActive, type Known, type Resource, text, texts, Unknown } from "./resource.ts";
import { ANY_CLIENT, ANY_SCOPE, type Asker } from "./token.ts";

/** The value of a claim that an app's profile decides, which nobody knows: any value at all. */
export const ANYTHING = Symbol("anything");

/** A claim of a token, with its value for one client. */
export interface Claim {
  /** Undefined for one that Okta puts into every token. */
  resource: Resource | undefined;
  /** Undefined: Okta leaves the claim out. */
  value: Known<unknown> | typeof ANYTHING;
}

/** The claims of that name in a token; none, or as a rule one. */
export function claimsOf(token: Token, name: string, asker: Asker): Claim[] {
  const standard = STANDARD[name];
  if (standard !== undefined) return [{ resource: undefined, value: standard(token, asker) }];
  const { server, scope } = token;
  return server.claims.flatMap((resource) => {
    const bound = known(texts(resource, "scopes"));
    const isOfToken =
      (text(resource, "claimType") ?? "RESOURCE") === "RESOURCE" &&
      (text(resource, "valueType") ?? "EXPRESSION") === "EXPRESSION";
    const isBound = bound.length === 0 || bound.includes(scope);
    const isIn = isActive(resource) && isOfToken && isBound && text(resource, "name") === name;
    return isIn ? [{ resource, value: valueFor(resource, asker) }] : [];
  });
}

/** What Okta puts into every token, which a provider may read as well as a declared claim. */
const STANDARD: Readonly<Record<string, (token: Token, asker: Asker) => Claim["value"]>> = {
  sub: (_token, asker) => (asker === ANY_CLIENT ? ANYTHING : asker.clientId),
  cid: (_token, asker) => (asker === ANY_CLIENT ? ANYTHING : asker.clientId),
  scp: ({ scope }) => (scope === ANY_SCOPE ? new Unknown([]) : [scope]),
  iss: () => new Unknown([]),
  aud: () => new Unknown([]),
  jti: () => new Unknown([]),
  ver: () => 1,
  iat: () => 0,
  exp: () => 0,
};

/** Okta's expressions that the product writes; the second serves people too. */
const EXPRESSION =
  /^\s*(?:\(\s*appuser\s*!=\s*null\s*\)\s*\?\s*appuser\.\w+\s*:\s*)?app\.profile\.(\w+)\s*$/;

/** An expression on the user alone is null without one, and Okta leaves a null claim out. */
const USER_ONLY = /^\s*(?:app)?user\.\w+\s*$/;

/** True for an expression that no token of client credentials has a value for, as there is no user. */
export function readsUserAlone(expression: string): boolean {
  return USER_ONLY.test(expression);
}

/** What a declared claim says for one client. */
export function valueFor(claim: Resource, asker: Asker): Claim["value"] {
  const expression = text(claim, "value");
  if (typeof expression !== "string") return new Unknown([claim.urn]);
  if (readsUserAlone(expression)) return undefined;
  const attribute = EXPRESSION.exec(expression)?.[1];
  if (attribute === undefined) return new Unknown([claim.urn]);
  if (asker === ANY_CLIENT) return ANYTHING;
  const { profile } = asker;
  return profile instanceof Unknown ? profile : profile[attribute];
}

/** What a claim says of groups: a list; any group at all; or Unknown. */
export type Groups = readonly string[] | typeof ANYTHING | Unknown;

/** The groups that Neo4j reads from a claim: a text, or a list of texts. */
export function groupsOf({ value }: Claim): Groups {
  if (value === ANYTHING || value instanceof Unknown) return value;
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return [];
  // Nobody has written down what Neo4j makes of a list with something else in it.
  return value.every((item) => typeof item === "string") ? value : new Unknown([]);
}

/** Whether a claim can name the user: without that, a provider does not take the token. */
export function isUserName({ value }: Claim): boolean {
  if (value === ANYTHING || value instanceof Unknown) return true;
  return typeof value === "string" && value !== "";
}
