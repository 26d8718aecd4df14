import { type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { JsonObject } from "../protocol/values.ts";
import { numberOf, textOf } from "./document.ts";
import { DpopProver } from "./dpop.ts";
import type { Answer, Sent } from "./transport.ts";

/** A client that signs in with its private key (RFC 7523) for scopes of Okta's API. */
export interface ServiceApp {
  clientId: string;
  scopes: readonly string[];
  privateKey: KeyObject;
  /** `kid` of the assertions. Default: none; Okta then takes the app's only key. */
  privateKeyId?: string;
}

/** Where tokens are asked for, below the org's URL. */
export const TOKEN_PATH = "/oauth2/v1/token";

/** Posts to {@link TOKEN_PATH} what is made anew for each try. */
export type AskForToken = (make: () => Promise<Sent>) => Promise<Answer>;

interface Token {
  value: string;
  scheme: string;
  /** Milliseconds since the epoch. */
  expires: number;
}

/** How long before its end a token is no longer used, in seconds. */
const MARGIN = 2;

/** The access token of a service app, fetched when it is needed, and the headers that go with it. */
export class ServiceAppToken {
  readonly #app: ServiceApp;
  readonly #url: string;
  readonly #ask: AskForToken;
  readonly #dpop = new DpopProver();
  #token: Token | undefined;
  #fetching: Promise<Token> | undefined;

  /** @param url what stands for the org's URL. */
  constructor(app: ServiceApp, url: string, ask: AskForToken) {
    this.#app = app;
    this.#url = url;
    this.#ask = ask;
  }

  /** The headers that authorize one request. @throws when Okta gives no token. */
  async headers(method: string, path: string): Promise<Record<string, string>> {
    const { value, scheme } = await this.#current();
    const authorization = `${scheme} ${value}`;
    if (scheme !== "DPoP") return { authorization };
    const url = new URL(path, this.#url);
    return {
      authorization,
      ...(await this.#dpop.headers(method, `${url.origin}${url.pathname}`, value)),
    };
  }

  async #current(): Promise<Token> {
    if (this.#token !== undefined && Date.now() < this.#token.expires) return this.#token;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    this.#token = await this.#fetching;
    return this.#token;
  }

  /** Asks without a proof, then with one where Okta wants it, then with the nonce that it wants in there. */
  async #fetch(): Promise<Token> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#ask(() => this.#request());
      const document = documentOf(answer);
      if (answer.status < 300) return tokenFrom(document);
      if (tries === 3 || !this.#dpop.heeds(textOf(document, "error"), answer)) {
        throw refused(String(answer.status), document);
      }
    }
  }

  /** With an assertion and a proof of its own: each is good for one request. */
  async #request(): Promise<Sent> {
    const url = `${this.#url}${TOKEN_PATH}`;
    const { clientId, scopes, privateKey, privateKeyId } = this.#app;
    const now = Math.floor(Date.now() / 1000);
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({
        alg: "RS256",
        typ: "JWT",
        ...(privateKeyId === undefined ? {} : { kid: privateKeyId }),
      })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(url)
      .setIssuedAt(now)
      .setExpirationTime(now + 3600)
      .sign(privateKey);
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      scope: scopes.join(" "),
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    });
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return {
      payload: form.toString(),
      headers: { ...type, ...(await this.#dpop.headers("POST", url)) },
    };
  }
}

function documentOf({ text }: Answer): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return {};
  }
}

function tokenFrom(document: JsonObject): Token {
  const value = textOf(document, "access_token");
  if (value === "") throw refused("no access_token", {});
  const lifetime = numberOf(document, "expires_in") - MARGIN;
  const scheme = textOf(document, "token_type") || "Bearer";
  return { value, scheme, expires: Date.now() + lifetime * 1000 };
}

/** The official plugin says the same of every refusal; what Okta said follows. */
function refused(status: string, document: JsonObject): Error {
  const said = ["error", "error_description", "errorCode", "errorSummary"].map((key) =>
    textOf(document, key),
  );
  const cause = [status, ...said.filter((text) => text !== "")].join(", ");
  return new Error(`Empty access token (the sandbox adds: POST ${TOKEN_PATH} answered ${cause})`);
}
