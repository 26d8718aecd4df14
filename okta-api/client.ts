import { z } from "zod";
import { Neo4jOktaError } from "../access/errors.ts";
import { readText } from "../tokens/http.ts";
import {
  appSchema,
  claimSchema,
  type OktaApp,
  type OktaClaim,
  type OktaPolicy,
  type OktaRule,
  type OktaScope,
  type OktaServer,
  policySchema,
  ruleSchema,
  scopeSchema,
  serverSchema,
} from "./objects.ts";

/** Where the org is, and as whom it is read. */
export interface OktaApiOptions {
  /** Address of the org, e.g. `https://example.okta.com`. */
  orgUrl: string;
  /** `SSWS <api token>` or `Bearer <access token>`. */
  authorization: string;
  fetch: typeof fetch;
  /** Milliseconds per request. */
  timeout: number;
}

/** What tells an authorization server from others: its id, or `default`. */
type ServerId = Pick<OktaServer, "id">;

/** Objects per page: so many fit into 1 MiB with room to spare. */
const PAGE = 50;

/** No org has longer lists; an answer that links to itself has no end. */
const MAX_PAGES = 500;

/**
 * Reads Okta's objects back; never writes. Lists are read once and kept. Every method throws a
 * {@link Neo4jOktaError} `okta-api-refused` when Okta answers with an error.
 */
export class OktaApi {
  readonly #options: OktaApiOptions;
  readonly #lists = new Map<string, Promise<unknown[]>>();

  constructor(options: OktaApiOptions) {
    this.#options = options;
  }

  /** The app with this client id; undefined if there is none. */
  async app(clientId: string): Promise<OktaApp | undefined> {
    const apps = await this.#list("/api/v1/apps");
    const clients = apps.flatMap((app) => appSchema.safeParse(app).data ?? []);
    return clients.find(({ credentials }) => credentials.oauthClient.client_id === clientId);
  }

  /** The authorization server of this issuer, or with this id or alias (`default`); undefined if there is none. */
  async server(issuer: string): Promise<OktaServer | undefined> {
    const servers = await this.servers();
    const id = issuer.split("/").at(-1);
    return servers.find(
      (server) =>
        server.issuer === issuer || server.id === id || server.issuer.endsWith(`/oauth2/${id}`),
    );
  }

  /** All authorization servers. */
  async servers(): Promise<OktaServer[]> {
    return this.#listOf(serverSchema, "/api/v1/authorizationServers");
  }

  /** All access policies of a server. */
  async policies({ id }: ServerId): Promise<OktaPolicy[]> {
    return this.#listOf(policySchema, `${at(id)}/policies`);
  }

  /** All rules of an access policy. */
  async rules({ id }: ServerId, policy: Pick<OktaPolicy, "id">): Promise<OktaRule[]> {
    return this.#listOf(ruleSchema, `${at(id)}/policies/${policy.id}/rules`);
  }

  /** All claims of a server. */
  async claims({ id }: ServerId): Promise<OktaClaim[]> {
    return this.#listOf(claimSchema, `${at(id)}/claims`);
  }

  /** All scopes of a server. */
  async scopes({ id }: ServerId): Promise<OktaScope[]> {
    return this.#listOf(scopeSchema, `${at(id)}/scopes`);
  }

  async #listOf<T>(schema: z.ZodType<T>, path: string): Promise<T[]> {
    const parsed = z.array(schema).safeParse(await this.#list(path));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw refusal(
      `Okta answered GET ${path} with another form than expected, at ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }

  #list(path: string): Promise<unknown[]> {
    const known = this.#lists.get(path) ?? this.#pages(`${path}?limit=${PAGE}`);
    this.#lists.set(path, known);
    return known;
  }

  async #pages(path: string): Promise<unknown[]> {
    const { orgUrl, authorization, timeout } = this.#options;
    const items: unknown[] = [];
    let next: string | undefined = new URL(path, orgUrl).href;
    for (let page = 0; next !== undefined; page += 1) {
      const { pathname } = new URL(next);
      if (page === MAX_PAGES) {
        throw refusal(`Okta's list ${pathname} has more than ${MAX_PAGES} pages.`);
      }
      const answer = async (url: string) => {
        const response = await this.#options.fetch(url, {
          headers: { authorization, accept: "application/json" },
          redirect: "error",
          signal: AbortSignal.timeout(timeout),
        });
        return { response, text: response.ok ? await readText(response) : "" };
      };
      const { response, text } = await answer(next).catch((error) => {
        throw refusal(`Okta did not answer GET ${pathname}: ${reason(error)}.`);
      });
      if (!response.ok) throw refusal(`Okta answered ${response.status} to GET ${pathname}`);
      if (text === undefined) {
        throw refusal(`Okta answered GET ${pathname} with a body that is longer than 1 MiB.`);
      }
      const list = parseList(text);
      if (list === undefined) throw refusal(`Okta answered GET ${pathname} with no list in JSON.`);
      items.push(...list);
      next = nextPage(response.headers.get("link"), orgUrl);
    }
    return items;
  }
}

function parseList(text: string): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

/** Why a request had no answer: what `fetch` says of it is only that it failed. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

function refusal(message: string): Neo4jOktaError {
  return new Neo4jOktaError("okta-api-refused", message);
}

function at(serverId: string): string {
  return `/api/v1/authorizationServers/${serverId}`;
}

/** The `next` of RFC 8288 links. Only the org's own address is followed, as the credential goes along. */
function nextPage(link: string | null, orgUrl: string): string | undefined {
  const match = /<([^>]+)>;\s*rel="next"/.exec(link ?? "");
  const url = match?.[1];
  return url !== undefined && new URL(url).origin === new URL(orgUrl).origin ? url : undefined;
}
