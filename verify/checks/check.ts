import type { AuthToken } from "neo4j-driver";
import type { AccessAccount, AccessContract } from "../../access/contract.ts";
import type { TokenClient } from "../../tokens/client.ts";
import type { TokenError } from "../../tokens/errors.ts";
import type { IssuedToken } from "../../tokens/request.ts";
import type { Neo4j } from "../neo4j.ts";
import type { OktaApi } from "../okta-api.ts";

/** Whose setting it is that a check looks at. */
export type Side = "okta" | "neo4j" | "client" | "network" | "stack";

/** The one setting that is wrong, and how to fix it. */
export interface Cause {
  side: Side;
  /** In the words of the side that has it, e.g. `dbms.security.oidc.okta-backend.audience`. */
  setting: string;
  fix: string;
}

export type Verdict =
  | { status: "passed"; seen: string }
  | {
      status: "failed";
      expected: string;
      seen: string;
      /** More exact than the check's own cause, where what was seen tells. */
      cause?: Partial<Cause>;
    }
  /** The check could not be made; nothing is proven by it. */
  | { status: "skipped"; reason: string }
  /** There is nothing to check here, and nothing is missing from the proof. */
  | { status: "inapplicable"; reason: string };

/** What a check says of itself; the troubleshooting guide is made of it. */
export interface CheckInfo extends Cause {
  /** Stable, e.g. `token.audience`. */
  id: string;
  /** Present tense: what holds when the check passes. */
  title: string;
  /** What people see elsewhere when this is wrong. */
  symptoms: readonly string[];
  /** True: the proof stands without it, as it needs something that not everybody has at hand. */
  optional?: boolean;
}

export interface Check<C> extends CheckInfo {
  run(context: C): Promise<Verdict>;
}

/** RFC 8414 / OpenID Connect Discovery metadata, as far as it is used. */
export interface Metadata {
  issuer?: unknown;
  token_endpoint?: unknown;
  jwks_uri?: unknown;
}

/** What all accounts share. Evidence is filled in by the checks in their order. */
export interface StackContext {
  contract: AccessContract;
  fetch: typeof fetch;
  /** Milliseconds that one HTTP request may take. */
  timeout: number;
  now(): number;
  /** Waits between two tries. */
  delay(milliseconds: number): Promise<void>;
  neo4j: Neo4j;
  /** The native login, if its use was asked for: to prove it, and to read settings back. */
  breakGlass?: AuthToken;
  /** Okta's management API, if its use was asked for: only to read. */
  okta?: OktaApi;
  evidence: {
    metadata?: Metadata;
    jwks?: { keys: Record<string, unknown>[] };
    /** Neo4j's running settings by name, once a diagnosis has asked for them. */
    settings?: Promise<ReadonlyMap<string, string>>;
    /** Milliseconds by which Okta's clock is ahead of this machine's. */
    clockSkew?: number;
  };
}

/** One account's way from a credential to the database. */
export interface AccountContext extends Omit<StackContext, "evidence"> {
  account: AccessAccount;
  /** Tokens of the account, or why none can be asked for. */
  tokens: TokenClient | { missing: string };
  stack: StackContext["evidence"];
  evidence: {
    token?: IssuedToken;
    /** Why there is none. */
    refusal?: TokenError;
    header?: Record<string, unknown>;
    claims?: Record<string, unknown>;
    user?: { name: string; roles: string[] };
  };
}

export function passed(seen: string): Verdict {
  return { status: "passed", seen };
}

export function failed(expected: string, seen: string, cause?: Partial<Cause>): Verdict {
  return { status: "failed", expected, seen, ...(cause ? { cause } : {}) };
}

/** Passes if both are the same text; shows both if not. */
export function equal(expected: string, seen: unknown, cause?: Partial<Cause>): Verdict {
  const text =
    seen === undefined || seen === "" ? "nothing" : typeof seen === "string" ? seen : show(seen);
  return seen === expected ? passed(text) : failed(expected, text, cause);
}

/** A value as JSON, cut to a length that a report can hold. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** The body of an HTTP refusal: Okta's code and sentence, or whatever it is. */
export function showBody(body: unknown): string {
  const { errorCode, errorSummary } = (body ?? {}) as Record<string, unknown>;
  return typeof errorCode === "string" ? `${errorCode}: ${errorSummary}` : show(body);
}
