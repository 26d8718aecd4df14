import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { text } from "node:stream/consumers";
import type { OktaConfiguration } from "./configuration.ts";

/**
 * Which of the official plugin's clients sends a request. Through `httpProxy` both send an absolute
 * request target: the `supplement` one keeps the port, the `sdk` one drops it.
 */
export type Sender = "sdk" | "supplement";

/** What a request carries. */
export interface Sent {
  payload?: string | undefined;
  headers: Record<string, string>;
}

/** One request; the path is Okta's, with its query. */
export interface OutgoingRequest extends Sent {
  sender: Sender;
  method: string;
  path: string;
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
  async send(outgoing: OutgoingRequest): Promise<Answer> {
    const { requestTimeoutSeconds } = this.#configuration;
    const { method, path, payload } = outgoing;
    const headers: http.OutgoingHttpHeaders = {
      accept: "application/json",
      ...(payload === undefined ? {} : { "content-length": Buffer.byteLength(payload) }),
      ...outgoing.headers,
    };
    try {
      const request = this.#protocol.request({
        ...this.#target(outgoing, headers),
        method,
        agent: this.#agent,
        signal: this.#closed.signal,
      });
      // What breaks the connection after the answer has begun is told by reading its body.
      request.on("error", () => undefined);
      request.setTimeout(requestTimeoutSeconds * 1000, () => {
        request.destroy(new Error(`no answer within ${requestTimeoutSeconds} s`));
      });
      request.end(payload);
      const [response] = (await once(request, "response")) as [http.IncomingMessage];
      const { statusCode: status = 0, headers: answered } = response;
      return { status, headers: answered, text: await text(response) };
    } catch (error) {
      const { message, code } = error as NodeJS.ErrnoException;
      const reason = message || code || "the connection failed";
      throw new Error(`${method} ${path}: Okta could not be reached: ${reason}`);
    }
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
