import { z } from "zod";
import { Neo4jOktaError } from "../access/errors.ts";
import { readText } from "../tokens/http.ts";
import { type KeptLists, keepNothing } from "./kept-lists.ts";
import {
  appSchema,
  claimSchema,
  groupAssignmentSchema,
  groupSchema,
  type OktaApp,
  type OktaClaim,
  type OktaGroup,
  type OktaGroupAssignment,
  type OktaPolicy,
  type OktaRule,
  type OktaScope,
  type OktaServer,
  type OktaTrustedOrigin,
  type OktaUser,
  policySchema,
  ruleSchema,
  scopeSchema,
  serverSchema,
  trustedOriginSchema,
  userSchema,
} from "./objects.ts";

/** Where the org is, and as whom it is read. */
export interface OktaApiOptions {
  /** Address of the org, e.g. `https://example.okta.com`. */
  orgUrl: string;
  /** `SSWS <api token>` or `Bearer <access token>`. */
  authorization: string;
  /** Says how long a request may take, and whether it is repeated: see `timed-fetch.ts` and `retrying-fetch.ts`. */
  fetch: typeof fetch;
  /** Pages that were read before, and where new ones go. Default: none, nowhere. */
  kept?: KeptLists | undefined;
}

/** What tells an authorization server from others: its id, or `default`. */
type ServerId = Pick<OktaServer, "id">;

/** Objects per page: so many fit into 1 MiB with room to spare. */
const PAGE = 50;

/** No org has longer lists; an answer that links to itself has no end. */
const MAX_PAGES = 500;

/** The apps that are OAuth clients; the rest of an org's apps is none of ours. */
const clientsSchema = z
  .array(z.unknown())
  .transform((apps) => apps.flatMap((app) => appSchema.safeParse(app).data ?? []));

/**
 * Reads Okta's objects back; never writes. Lists are read once and kept. Every method throws a
 * {@link Neo4jOktaError} `okta-api-refused` when Okta answers with an error.
 */
export class OktaApi {
  readonly #options: OktaApiOptions;
  readonly #kept: KeptLists;
  readonly #lists = new Map<string, Promise<unknown[]>>();

  constructor(options: OktaApiOptions) {
    this.#options = options;
    this.#kept = options.kept ?? keepNothing();
  }

  /** All apps that are OAuth clients. */
  async apps(): Promise<OktaApp[]> {
    return this.#list(clientsSchema, "/api/v1/apps");
  }

  /** The app with this client id; undefined if there is none. */
  async app(clientId: string): Promise<OktaApp | undefined> {
    const clients = await this.apps();
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
    return this.#list(z.array(serverSchema), "/api/v1/authorizationServers");
  }

  /** All access policies of a server. */
  async policies({ id }: ServerId): Promise<OktaPolicy[]> {
    return this.#list(z.array(policySchema), `${at(id)}/policies`);
  }

  /** All rules of an access policy. */
  async rules({ id }: ServerId, policy: Pick<OktaPolicy, "id">): Promise<OktaRule[]> {
    return this.#list(z.array(ruleSchema), `${at(id)}/policies/${policy.id}/rules`);
  }

  /** All claims of a server. */
  async claims({ id }: ServerId): Promise<OktaClaim[]> {
    return this.#list(z.array(claimSchema), `${at(id)}/claims`);
  }

  /** All scopes of a server. */
  async scopes({ id }: ServerId): Promise<OktaScope[]> {
    return this.#list(z.array(scopeSchema), `${at(id)}/scopes`);
  }

  /** The group with exactly this name; undefined if there is none. */
  async group(name: string): Promise<OktaGroup | undefined> {
    return (await this.groupsCalled(name))[0];
  }

  /** All groups with exactly this name: a directory or an app may have one of the name of Okta's own. */
  async groupsCalled(name: string): Promise<OktaGroup[]> {
    const path = `/api/v1/groups?q=${encodeURIComponent(name)}`;
    const groups = await this.#list(z.array(groupSchema), path);
    return groups.filter(({ profile }) => profile.name === name);
  }

  /** The group with this id; undefined if there is none. */
  async groupWithId(id: string): Promise<OktaGroup | undefined> {
    // No id has others, and a filter would end at them. EVERYONE, in a rule, is no id.
    if (!/^[A-Za-z0-9]+$/.test(id) || id === "EVERYONE") return undefined;
    const filter = encodeURIComponent(`id eq "${id}"`);
    const [group] = await this.#list(z.array(groupSchema), `/api/v1/groups?filter=${filter}`);
    return group;
  }

  /** True for a group that somebody is in; a large one is not read whole. */
  async hasMembers({ id }: Pick<OktaGroup, "id">): Promise<boolean> {
    const path = `/api/v1/groups/${id}/users`;
    return (await this.#ask(path, `${path}?limit=1`)).items.length > 0;
  }

  /** All groups that an app is assigned to. */
  async groupAssignments({ id }: Pick<OktaApp, "id">): Promise<OktaGroupAssignment[]> {
    return this.#list(z.array(groupAssignmentSchema), `/api/v1/apps/${id}/groups`);
  }

  /** All Trusted Origins. */
  async trustedOrigins(): Promise<OktaTrustedOrigin[]> {
    return this.#list(z.array(trustedOriginSchema), "/api/v1/trustedOrigins");
  }

  /** The person with this login; undefined if there is none. */
  async user(login: string): Promise<OktaUser | undefined> {
    // No login has these, and a filter would end at them.
    if (/["\\]/.test(login)) return undefined;
    const filter = encodeURIComponent(`profile.login eq "${login}"`);
    const [user] = await this.#list(z.array(userSchema), `/api/v1/users?search=${filter}`);
    return user;
  }

  /** All groups of a person, `Everyone` among them. */
  async groupsOf({ id }: Pick<OktaUser, "id">): Promise<OktaGroup[]> {
    return this.#list(z.array(groupSchema), `/api/v1/users/${id}/groups`);
  }

  #list<T>(schema: z.ZodType<T[]>, path: string): Promise<T[]> {
    const known = (this.#lists.get(path) as Promise<T[]>) ?? this.#pages(schema, path);
    this.#lists.set(path, known);
    return known;
  }

  /** Page by page, from the one after those that are kept. */
  async #pages<T>(schema: z.ZodType<T[]>, path: string): Promise<T[]> {
    const kept = this.#kept.get(path);
    const items = read(schema, kept?.items ?? [], path);
    let next = kept === undefined ? firstPage(path) : kept.next;
    for (let page = 0; next !== undefined; page += 1) {
      if (page === MAX_PAGES) {
        throw refusal(`Okta's list ${path} has more than ${MAX_PAGES} pages.`);
      }
      const answer = await this.#ask(path, next);
      items.push(...read(schema, answer.items, path));
      next = answer.next;
      await this.#kept.put(path, { items, next });
    }
    return items;
  }

  async #ask(path: string, page: string): Promise<{ items: unknown[]; next?: string | undefined }> {
    const { orgUrl, authorization, fetch } = this.#options;
    const url = new URL(page, orgUrl);
    // The credential goes along.
    if (url.origin !== new URL(orgUrl).origin) {
      throw refusal(
        `Okta's list ${path} goes on at ${url.host}, which is not ${new URL(orgUrl).host}.`,
      );
    }
    const answer = async () => {
      const headers = { authorization, accept: "application/json" };
      const response = await fetch(url.href, { headers, redirect: "error" });
      return { response, text: response.ok ? await readText(response) : "" };
    };
    const { response, text } = await answer().catch((error) => {
      if (error instanceof Neo4jOktaError) throw error;
      throw refusal(`Okta did not answer GET ${path}: ${reason(error)}.`);
    });
    if (!response.ok) throw refusal(`Okta answered ${response.status} to GET ${path}`);
    if (text === undefined) {
      throw refusal(`Okta answered GET ${path} with a body that is longer than 1 MiB.`);
    }
    const items = parseList(text);
    if (items === undefined) throw refusal(`Okta answered GET ${path} with no list in JSON.`);
    return { items, next: nextPage(response.headers.get("link")) };
  }
}

function read<T>(schema: z.ZodType<T[]>, items: unknown, path: string): T[] {
  const parsed = schema.safeParse(items);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusal(
    `Okta answered GET ${path} with another form than expected, at ${issue?.path.join(".")}: ${issue?.message}.`,
  );
}

function firstPage(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}limit=${PAGE}`;
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

/** The `next` of RFC 8288 links. */
function nextPage(link: string | null): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
}
