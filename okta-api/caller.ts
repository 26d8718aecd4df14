import { Neo4jOktaError } from "../access/errors.ts";
import type { BackoffOptions } from "../tokens/backoff.ts";
import { TokenError } from "../tokens/errors.ts";
import { MAX_BODY, readText } from "../tokens/http.ts";
import { Redactor } from "../tokens/redact.ts";
import { type Asked, parsed, refusal, unusable, withoutToken } from "./answer.ts";
import { OktaApiError } from "./errors.ts";
import { retryingFetch } from "./retrying-fetch.ts";
import { secretsIn } from "./secrets.ts";
import type { ServiceApp } from "./service-app.ts";
import { timedFetch } from "./timed-fetch.ts";

/** Milliseconds for one request. */
const TIMEOUT = 10_000;

/** Where the org is, as whom it is called, and how patiently. */
export interface OktaCallerOptions {
  /** Address of the org, e.g. `https://example.okta.com`. */
  orgUrl: string;
  /** `SSWS <api token>`, `Bearer <access token>`, or a service app. */
  authorization: string | ServiceApp;
  /** Sends a request once: see `timed-fetch.ts` and `paced-fetch.ts`. Default: gives up after ten seconds. */
  fetch?: typeof fetch;
  /** Bytes of an answer that are read at most. Default: 1 MiB. */
  maxBody?: number;
  /** Waits before a request is sent again: see `retrying-fetch.ts`. */
  waits?: BackoffOptions;
}

/** An answer of Okta's API. */
export interface Answer {
  /** Undefined: it has none, or none in JSON. */
  body: unknown;
  /** `Link`, for the page after this one. */
  link: string | null;
}

/**
 * Calls Okta's API. A token that Okta refuses is renewed once; requests are sent again as `retryingFetch` does.
 *
 * @throws {OktaApiError} of every method
 */
export class OktaCaller {
  readonly #options: OktaCallerOptions;

  constructor(options: OktaCallerOptions) {
    this.#options = options;
  }

  /**
   * Sends one request; `body` goes along as JSON.
   *
   * @returns the answer's body; undefined where it has none
   */
  async request(method: string, path: string, body?: unknown): Promise<unknown> {
    return (await this.answer(method, path, { body })).body;
  }

  /** @param page address of a page of the list at `path`. Default: the path itself */
  async answer(
    method: string,
    path: string,
    { page = path, body }: { page?: string; body?: unknown } = {},
  ): Promise<Answer> {
    const { orgUrl, authorization, maxBody = MAX_BODY } = this.#options;
    const redactor = new Redactor();
    for (const secret of secretsIn(body)) redactor.add(secret);
    const asked: Asked = { method, path, clean: (text) => redactor.clean(text) };
    const url = new URL(page, orgUrl);
    // The credential goes along.
    if (url.origin !== new URL(orgUrl).origin) {
      const own = new URL(orgUrl).host;
      throw unusable(`Okta's list ${path} goes on at ${url.host}, which is not ${own}.`, asked);
    }
    let used = "";
    const send = async () => {
      const { response, text } = await this.#send(asked, url, body, (header) => {
        used = header;
        redactor.add(header.split(" ").at(-1));
      });
      if (!response.ok) throw refusal(response, text, asked);
      if (text === undefined) {
        const length = maxBody / 1024 / 1024;
        const what = `Okta answered ${method} ${path} with a body that is longer than ${length} MiB.`;
        throw unusable(what, asked);
      }
      return { body: parsed(text), link: response.headers.get("link") };
    };
    return send().catch((error) => {
      if (typeof authorization === "string" || !isTokenRefused(error)) throw error;
      authorization.refused(used);
      return send();
    });
  }

  async #send(
    asked: Asked,
    url: URL,
    body: unknown,
    onHeader: (authorization: string) => void,
  ): Promise<{ response: Response; text: string | undefined }> {
    const { fetch: request = timedFetch(fetch, TIMEOUT), waits = {}, maxBody } = this.#options;
    const { method } = asked;
    // A proof is good for one request: each repetition has headers of its own.
    const authorized: typeof fetch = async (input, init) => {
      const headers = await this.#headers(asked, url);
      onHeader(headers.authorization);
      const type = body === undefined ? {} : { "content-type": "application/json" };
      return request(input, {
        ...init,
        headers: { ...headers, accept: "application/json", ...type },
      });
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const init = { method, redirect: "error" as const, ...content };
      const response = await retryingFetch(authorized, waits)(url.href, init);
      return { response, text: await readText(response, maxBody) };
    } catch (error) {
      if (error instanceof Neo4jOktaError) throw error;
      throw unusable(`Okta did not answer ${method} ${asked.path}: ${reason(error)}.`, asked);
    }
  }

  async #headers(asked: Asked, url: URL): Promise<{ authorization: string; dpop?: string }> {
    const { authorization } = this.#options;
    if (typeof authorization === "string") return { authorization };
    try {
      return await authorization.headers(asked.method, url.href);
    } catch (error) {
      throw error instanceof TokenError ? withoutToken(error, asked) : error;
    }
  }
}

/** 401, but for what the org has not bought. */
function isTokenRefused(error: unknown): boolean {
  if (!(error instanceof OktaApiError)) return false;
  const { where, status, errorCode } = error.details;
  return where === "management" && status === 401 && errorCode !== "E0000015";
}

/** Why a request had no answer: what `fetch` says of it is only that it failed. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
