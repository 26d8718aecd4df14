import type { Json, JsonObject } from "../protocol/values.ts";
import type { OktaConfiguration } from "./configuration.ts";
import { OktaError } from "./error.ts";
import { type ServiceApp, ServiceAppToken, TOKEN_PATH } from "./service-app.ts";
import { type Answer, type Sender, type Sent, Transport } from "./transport.ts";

export type { Sender } from "./transport.ts";

/** Waits so many milliseconds. @throws when the engine cancels. */
export type Wait = (milliseconds: number) => Promise<void>;

/** The headers that authorize a request. */
type Authorize = (method: string, path: string) => Promise<Record<string, string>>;

/** Okta's management API as the official plugin calls it. */
export class OktaClient {
  readonly #configuration: OktaConfiguration;
  readonly #transport: Transport;
  readonly #wait: Wait;
  readonly #authorize: Authorize;

  constructor(configuration: OktaConfiguration, wait: Wait) {
    this.#configuration = configuration;
    this.#transport = new Transport(configuration);
    this.#wait = wait;
    const { authorization } = configuration;
    this.#authorize =
      typeof authorization === "string"
        ? async () => ({ authorization })
        : this.#signsIn(authorization);
  }

  #signsIn(app: ServiceApp): Authorize {
    const { proxy, orgUrl } = this.#configuration;
    const post = { sender: "supplement", method: "POST", path: TOKEN_PATH } as const;
    const token = new ServiceAppToken(app, proxy ?? orgUrl, (make) => this.#send(post, make));
    return (method, path) => token.headers(method, path);
  }

  /** The caller that must read and write groups claims, and prove itself at start. */
  get usesApiToken(): boolean {
    return this.#configuration.usesApiToken;
  }

  close(): void {
    this.#transport.close();
  }

  /**
   * Sends one request and, on 429, again when the rate limit resets.
   *
   * @returns the response document; `{}` when it has none, `{ items }` for a list.
   * @throws OktaError for a status of 400 and above.
   */
  async request(
    sender: Sender,
    method: string,
    path: string,
    body?: JsonObject,
  ): Promise<JsonObject> {
    const target = { sender, method, path };
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const type = payload === undefined ? {} : { "content-type": "application/json" };
    const answer = await this.#send(target, async () => ({
      payload,
      headers: { ...type, ...(await this.#authorize(method, path)) },
    }));
    return documentOf(target, answer);
  }

  /** @param make is called for each try. */
  async #send(
    target: { sender: Sender; method: string; path: string },
    make: () => Promise<Sent>,
  ): Promise<Answer> {
    let again: Record<string, string> = {};
    for (let retries = 0; ; retries++) {
      const { payload, headers } = await make();
      const answer = await this.#transport.send({
        ...target,
        payload,
        headers: { ...headers, ...again },
      });
      if (answer.status !== 429 || retries === this.#configuration.maxRetries) return answer;
      await this.#wait(Math.min(secondsToReset(answer), this.#configuration.maxWaitSeconds) * 1000);
      again = {
        "X-Okta-Retry-For": String(answer.headers["x-okta-request-id"] ?? ""),
        "X-Okta-Retry-Count": String(retries + 1),
      };
    }
  }
}

/** Seconds until the limit resets by Okta's own clock, and one more. */
function secondsToReset(answer: Answer): number {
  const date = Date.parse(answer.headers.date ?? "");
  const reset = Number(answer.headers["x-rate-limit-reset"] ?? Number.NaN);
  const missing = Number.isNaN(date)
    ? "Date"
    : Number.isNaN(reset)
      ? "X-Rate-Limit-Reset"
      : undefined;
  if (missing !== undefined) {
    throw new Error(
      `Okta answered 429 without a usable ${missing} header, so there is no telling when to try again`,
    );
  }
  return Math.max(0, reset - Math.floor(date / 1000)) + 1;
}

function documentOf(
  { sender, method, path }: { sender: Sender; method: string; path: string },
  answer: Answer,
): JsonObject {
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
  if (Array.isArray(parsed)) parsed = { items: parsed };
  const document = typeof parsed === "object" && parsed !== null ? parsed : {};
  if (answer.status >= 400) throw new OktaError(sender, answer.status, document);
  return document;
}
