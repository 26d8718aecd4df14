import http from "node:http";
import https from "node:https";
import type { OktaConfiguration } from "./configuration.ts";

/**
 * Which of the official plugin's clients sends a request. Through `httpProxy` both send an absolute
 * request target: the `supplement` one keeps the port, the `sdk` one drops it.
 */
export type Sender = "sdk" | "supplement";

/** One request; the path is Okta's, with its query. */
export interface OutgoingRequest {
  sender: Sender;
  method: string;
  path: string;
  /** JSON text. */
  payload?: string | undefined;
  headers: Record<string, string>;
}

/** An answer of any status. */
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Sends requests to the org, or to `httpProxy` in its place, over connections that it keeps. */
export class Transport {
  readonly #configuration: OktaConfiguration;
  readonly #agent: http.Agent;
  readonly #protocol: typeof http | typeof https;
  readonly #closed = new AbortController();

  constructor(configuration: OktaConfiguration) {
    this.#configuration = configuration;
    const base = configuration.proxy ?? configuration.orgUrl;
    this.#protocol = base.startsWith("https:") ? https : http;
    this.#agent = new this.#protocol.Agent({ keepAlive: true });
  }

  /** Breaks off what is under way and closes the connections. */
  close(): void {
    this.#closed.abort();
    this.#agent.destroy();
  }

  /** @throws when Okta cannot be reached or does not answer in time. */
  send(outgoing: OutgoingRequest): Promise<Answer> {
    const { authorization, requestTimeoutSeconds } = this.#configuration;
    const { payload } = outgoing;
    const headers: http.OutgoingHttpHeaders = {
      accept: "application/json",
      authorization,
      ...(payload === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
      ...outgoing.headers,
    };
    const options: http.RequestOptions = {
      ...this.#target(outgoing, headers),
      method: outgoing.method,
      agent: this.#agent,
      signal: this.#closed.signal,
    };
    return new Promise((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => {
        const reason = error.message || error.code || "the connection failed";
        reject(
          new Error(`${outgoing.method} ${outgoing.path}: Okta could not be reached: ${reason}`),
        );
      };
      const request = this.#protocol.request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", fail);
        response.once("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
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

  #target(
    { sender, path }: OutgoingRequest,
    headers: http.OutgoingHttpHeaders,
  ): http.RequestOptions {
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
