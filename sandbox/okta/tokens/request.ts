import type { FastifyRequest } from "fastify";
import type { App, TokenEndpointAuthMethod } from "../entities.ts";
import { type Sender, senderOf } from "../http/target.ts";
import { type Form, readParameters } from "./form.ts";
import type { Issuer } from "./issuer.ts";
import type { Person } from "./people/person.ts";
import { refusal } from "./refusals.ts";
import type { TokenState } from "./state.ts";

/**
 * A request to an OAuth endpoint on its way through the steps that judge it. The fields below the
 * constructor are each set by the step named beside them and read by the steps after it.
 */
export class TokenRequest {
  readonly state: TokenState;
  readonly issuer: Issuer;
  /** Absolute address of the endpoint called: what an assertion's `aud` and a proof's `htu` name. */
  readonly endpoint: string;
  readonly form: Form;
  readonly authorization: string | undefined;
  /** Origin of the page that a browser sends the request for. */
  readonly origin: string | undefined;
  readonly proof: string | undefined;
  readonly sender: Sender;

  /** authenticateClient: the client id presented, before it is proved. */
  named: string | undefined = undefined;
  /** authenticateClient */
  client!: App;
  /** checkProof: RFC 7638 thumbprint of the DPoP key; undefined for a bearer token. */
  thumbprint: string | undefined = undefined;
  /** readScopes: the scopes asked for, each once and in their order. */
  requested: readonly string[] = [];
  /** The grant's steps: scopes granted, in the order asked for. */
  scopes: string[] = [];
  /** The grant's steps: lifetime of the access token in seconds. */
  lifetime = 0;
  /** The grant's steps: claims beside those that every access token has. */
  claims: Record<string, unknown> = {};
  /** The grant's steps: the user; undefined for a client that acts for itself. */
  person: Person | undefined = undefined;
  /** The grant's steps: when the user gave the password, in seconds since the epoch. */
  authTime: number | undefined = undefined;
  /** The grant's steps: what is issued beside an access token. */
  further: (accessToken: string) => Promise<Record<string, unknown>> = async () => ({});
  /** The endpoint's last step: the body to answer with. */
  answer: Record<string, unknown> | undefined = undefined;

  constructor(state: TokenState, issuer: Issuer, request: FastifyRequest) {
    this.state = state;
    this.issuer = issuer;
    this.endpoint = `${state.org.url}${request.url.split("?", 1)[0]}`;
    this.form = readParameters(request.body, request.query, !issuer.server);
    this.authorization = request.headers.authorization;
    this.origin = request.headers.origin;
    const { dpop } = request.headers;
    this.sender = senderOf(request);
    this.proof = Array.isArray(dpop) ? dpop.join(", ") : dpop;
  }

  /** Seconds since the epoch, by the org's clock. */
  get now(): number {
    return Math.floor(this.state.org.now() / 1000);
  }
}

/** What a client showed to prove who it is. */
export interface Credential {
  readonly clientId: string;
  /** The method it used, which must be the one configured for the app. */
  readonly method: TokenEndpointAuthMethod;
  /** @throws OAuthError unless the credential is the app's */
  verify(request: TokenRequest, app: App): void | Promise<void>;
}

/** One judgement of a request. @throws OAuthError or OktaError when it refuses the request */
export type Step = (request: TokenRequest) => void | Promise<void>;

/** A grant type (RFC 6749 section 1.3): its name in requests, and what judges it. */
export interface GrantType {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Puts the request through the steps in order. @throws whatever the first step that refuses throws */
export async function judge(request: TokenRequest, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const pending = step(request);
    if (pending) await pending;
  }
}

/** @throws OAuthError `invalid_request` for a request without the token that its endpoint takes */
export function requireToken({ form }: TokenRequest): void {
  if (!form.has("token")) throw refusal("request_missing_token");
}
