import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { JWK } from "jose";
import { SandboxError } from "../errors.ts";
import { controlRoutes } from "./control.ts";
import { explainStart } from "./explain-start.ts";
import { Faults } from "./http/faults.ts";
import { listenOutside, type OutsideOptions } from "./http/outside.ts";
import { RateLimiter, type RateLimits } from "./http/rate-limit.ts";
import { RequestLog } from "./http/request-log.ts";
import { createShell } from "./http/shell.ts";
import type { KnownRoute } from "./http/unknown-routes.ts";
import { randomText } from "./ids.ts";
import { managementRoutes } from "./management/plugin.ts";
import { fillNewOrg } from "./new-org.ts";
import { Org } from "./org.ts";
import { applySeed } from "./seed/apply.ts";
import type { Seed } from "./seed/file.ts";
import { tokenRoutes } from "./tokens/plugin.ts";
import { createTokenState } from "./tokens/state.ts";
import { verifyOrgToken } from "./tokens/verify-access-token.ts";

/** How an emulated org is to run. */
export interface OktaEmulatorOptions {
  /** Port to listen on. Default 0: a free one. */
  port?: number;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Allows a host that others can reach: they can then use the org with its credentials. Default false. */
  exposed?: boolean;
  /** What the org holds beside what a new one has. Default: nothing. */
  seed?: Seed;
  /** What management callers present as `Bearer`; carries all API scopes. Default: a random one. */
  accessToken?: string;
  /** What management callers present as `SSWS`: the API token of the org's administrator. Default: a random one. */
  apiToken?: string;
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  now?: () => number;
  /** Public key that every client may sign its assertions with, besides its own. Default: none. */
  rehearsalKey?: JWK & { kid: string };
  /** Requests per minute by bucket. Default: a million each, which nothing on a laptop reaches. */
  rateLimits?: RateLimits;
  /** Whether the org has API Access Management: custom authorization servers. Default true. */
  apiAccessManagement?: boolean;
  /** Whether the control endpoints (log, faults, clock, key rotation) are served. Default false. */
  control?: boolean;
  /**
   * A second listener, by https, for what cannot reach this machine's loopback. The org then has its
   * address: issuers, endpoints and links name it. Default: none.
   */
  outside?: OutsideOptions;
  /**
   * Address by which clients reach the org, such as `https://okta.example.test`, where it is another one than that
   * of a listener. Default: that of `outside`, or else of the first listener.
   */
  publicUrl?: string;
}

/** Addresses that no other machine reaches. */
export const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/**
 * An Okta org on loopback: management API, authorization servers and their tokens. State, keys and
 * credentials belong to the instance and end with it.
 *
 * ```ts
 * const okta = new OktaEmulator();
 * await okta.start();
 * await fetch(`${okta.url}/api/v1/apps`, { headers: { authorization: `Bearer ${okta.accessToken}` } });
 * await okta.stop();
 * ```
 */
export class OktaEmulator {
  /** The state, for tests to look at. Holds the `default` server once started. */
  readonly org: Org;
  /** Every request since the start. */
  readonly log = new RequestLog();
  /** What goes wrong on purpose; nothing at the start. */
  readonly faults = new Faults();
  /** Bearer token of the management API. A secret of this instance. */
  readonly accessToken: string;
  /** SSWS token of the management API. A secret of this instance. */
  readonly apiToken: string;
  readonly #options: OktaEmulatorOptions;
  readonly #clock: () => number;
  #app: FastifyInstance | undefined;
  #url = "";
  #outside: { stop(): void } | undefined;
  #stopping = new AbortController();

  /** @throws SandboxError `host-not-loopback` for an address that others could reach */
  constructor(options: OktaEmulatorOptions = {}) {
    const host = options.host ?? "127.0.0.1";
    if (!options.exposed && !LOOPBACK.includes(host)) {
      throw new SandboxError(
        "host-not-loopback",
        `The Okta emulator listens on loopback unless it is told otherwise: host must be one of ${LOOPBACK.join(", ")}, not "${host}". Fix: choose one of them, or set exposed to let others reach the org.`,
        { exitCode: 2 },
      );
    }
    this.#options = options;
    this.#clock = options.now ?? Date.now;
    this.accessToken = options.accessToken ?? randomText(42, "sandbox-");
    this.apiToken = options.apiToken ?? randomText(42, "00");
    this.org = new Org(() => this.#clock() + this.faults.skew, options.apiAccessManagement ?? true);
  }

  /**
   * Loopback address of the org, such as `http://127.0.0.1:40123`.
   * @throws SandboxError `not-started` before `start`
   */
  get url(): string {
    if (!this.#app) throw new SandboxError("not-started", "The Okta emulator is not started.");
    return this.#url;
  }

  /** Every route that is served, in order of registration. */
  get routes(): readonly KnownRoute[] {
    return this.#app?.knownRoutes ?? [];
  }

  /**
   * Makes the keys and listens.
   * @throws SandboxError `already-started`, `port-in-use`, `host-unavailable`, `certificate-invalid` or `seed-invalid`;
   *   nothing is left open then
   */
  async start(): Promise<void> {
    if (this.#app)
      throw new SandboxError("already-started", "The Okta emulator is already started.");
    this.#stopping = new AbortController();
    const app = createShell({
      log: this.log,
      faults: this.faults,
      limiter: new RateLimiter(this.#options.rateLimits ?? {}, this.#clock),
      clock: this.#clock,
      stopping: this.#stopping.signal,
    });
    this.#app = app;
    try {
      await this.#register(app);
      await app.listen({ port: this.#options.port ?? 0, host: this.#options.host ?? "127.0.0.1" });
      this.#url = urlOf(app.server.address() as AddressInfo);
      const outside = this.#options.outside && (await listenOutside(app, this.#options.outside));
      this.#outside = outside;
      this.org.url = this.#options.publicUrl ?? outside?.url ?? this.#url;
    } catch (error) {
      await this.stop();
      throw explainStart(error);
    }
  }

  /** Stops listening and closes every connection. Does nothing when not started. */
  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#stopping.abort();
    this.#outside?.stop();
    await app?.close();
  }

  async #register(app: FastifyInstance): Promise<void> {
    const { org, log, faults } = this;
    const { rehearsalKey } = this.#options;
    const [state] = await Promise.all([
      createTokenState(org, { rehearsalKey }),
      org.groups.size === 0 ? this.#fill() : undefined,
    ]);
    await app.register(
      managementRoutes(org, {
        credentials: this,
        verifyToken: (presented) => verifyOrgToken(state, presented),
      }),
    );
    await app.register(tokenRoutes(state));
    if (this.#options.control)
      await app.register(controlRoutes(org, { credentials: this, log, faults }));
  }

  async #fill(): Promise<void> {
    await fillNewOrg(this.org);
    const { seed } = this.#options;
    if (seed === undefined) return;
    await applySeed(this.org, seed).catch((error: Error) => {
      throw new SandboxError("seed-invalid", `The seed does not fit the org: ${error.message}`, {
        exitCode: 2,
        cause: error,
      });
    });
  }
}

/** Where a listener is reached; no client can be told an address that stands for every interface. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://localhost:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
