import http from "node:http";
import https from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import type { Json } from "../protocol/values.ts";
import type { OktaConfiguration } from "./configuration.ts";
import { OktaError } from "./error.ts";

/** A document of Okta's API. */
export type Document = { [key: string]: Json };

/**
 * Which of the official plugin's clients sends a request. Through `httpProxy` both send an absolute
 * request target: the `supplement` one keeps the port, the `sdk` one drops it.
 */
export type Sender = "sdk" | "supplement";

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Okta's management API as the official plugin calls it. */
export class OktaClient {
  readonly #configuration: OktaConfiguration;
  readonly #signal: AbortSignal;
  readonly #agent: http.Agent;
  readonly #transport: typeof http | typeof https;

  constructor(configuration: OktaConfiguration, signal: AbortSignal) {
    this.#configuration = configuration;
    this.#signal = signal;
    const base = configuration.proxy ?? configuration.orgUrl;
    this.#transport = base.startsWith("https:") ? https : http;
    this.#agent = new this.#transport.Agent({ keepAlive: true });
  }

  /** The callers that must read and write groups claims, and prove themselves at start. */
  get usesApiToken(): boolean {
    return this.#configuration.usesApiToken;
  }

  close(): void {
    this.#agent.destroy();
  }

  /**
   * Sends one request and, on 429, again when the rate limit resets.
   *
   * @returns the response document; `{}` when it has none.
   * @throws OktaError for a status of 400 and above.
   */
  async request(sender: Sender, method: string, path: string, body?: Document): Promise<Document> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    let retryFor = "";
    for (let attempt = 0; ; attempt++) {
      const retryHeaders: Record<string, string> =
        attempt === 0
          ? {}
          : { "X-Okta-Retry-For": retryFor, "X-Okta-Retry-Count": String(attempt) };
      const answer = await this.#send(sender, method, path, payload, retryHeaders);
      if (answer.status === 429 && attempt < this.#configuration.maxRetries) {
        retryFor = String(answer.headers["x-okta-request-id"] ?? "");
        await delay(this.#waitFor(answer), undefined, { signal: this.#signal });
        continue;
      }
      return documentOf(method, path, answer);
    }
  }

  /** Milliseconds until the limit resets by Okta's own clock, plus a second. */
  #waitFor(answer: Answer): number {
    const date = Date.parse(answer.headers.date ?? "");
    if (Number.isNaN(date)) {
      throw new Error(
        "429 from Okta: date header is missing, so there is no telling when to retry",
      );
    }
    const reset = Number(answer.headers["x-rate-limit-reset"]);
    if (!Number.isFinite(reset) || reset <= 0) {
      throw new Error(
        "429 from Okta: X-Rate-Limit-Reset header is missing, so there is no telling when to retry",
      );
    }
    const seconds = Math.max(0, reset - Math.floor(date / 1000)) + 1;
    return Math.min(seconds, this.#configuration.maxWaitSeconds) * 1000;
  }

  #send(
    sender: Sender,
    method: string,
    path: string,
    payload: string | undefined,
    retryHeaders: Record<string, string>,
  ): Promise<Answer> {
    const { authorization, requestTimeoutSeconds } = this.#configuration;
    const headers: http.OutgoingHttpHeaders = {
      accept: "application/json",
      authorization,
      ...(payload === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
      ...retryHeaders,
    };
    const options: http.RequestOptions = {
      ...this.#target(sender, path, headers),
      method,
      agent: this.#agent,
      signal: this.#signal,
    };
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        reject(
          new Error(
            `${method} ${path}: Okta could not be reached: ${error.message || String(error)}`,
          ),
        );
      };
      const request = this.#transport.request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", fail);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      });
      request.once("error", fail);
      if (requestTimeoutSeconds > 0) {
        request.setTimeout(requestTimeoutSeconds * 1000, () => {
          request.destroy(new Error(`no answer within ${requestTimeoutSeconds} s`));
        });
      }
      request.end(payload);
    });
  }

  #target(sender: Sender, path: string, headers: http.OutgoingHttpHeaders): http.RequestOptions {
    const { proxy, orgUrl } = this.#configuration;
    const url = new URL(proxy ?? orgUrl);
    const address = { hostname: url.hostname, ...(url.port === "" ? {} : { port: url.port }) };
    if (proxy === undefined) return { ...address, path, headers };
    const host = sender === "sdk" ? url.hostname : url.host;
    return {
      ...address,
      path: `${url.protocol}//${host}${path}`,
      headers: { ...headers, host, "proxy-authorization": "Basic Og==" },
    };
  }
}

function documentOf(method: string, path: string, answer: Answer): Document {
  let parsed: Json = {};
  if (answer.text !== "") {
    try {
      parsed = JSON.parse(answer.text) as Json;
    } catch {
      throw new Error(
        `${method} ${path}: Okta answered ${answer.status} with a body that is not JSON`,
      );
    }
  }
  // A list answers a list call; it is handed on under one name.
  const document: Document = Array.isArray(parsed)
    ? { items: parsed }
    : typeof parsed === "object" && parsed !== null
      ? parsed
      : {};
  if (answer.status >= 400) throw new OktaError(answer.status, document);
  return document;
}
