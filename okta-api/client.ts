import { z } from "zod";
import { OktaCaller, type OktaCallerOptions } from "./caller.ts";
import type { KeptLists } from "./kept-lists.ts";
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
import { Pages } from "./pages.ts";

/** Where the org is, as whom it is read, and what was read before. */
export interface OktaApiOptions extends OktaCallerOptions {
  /** Pages that were read before, and where new ones go. Default: none, nowhere. */
  kept?: KeptLists | undefined;
}

/** What tells an authorization server from others: its id, or `default`. */
type ServerId = Pick<OktaServer, "id">;

/** The apps that are OAuth clients; the rest of an org's apps is none of ours. */
const clientsSchema = z
  .array(z.unknown())
  .transform((apps) => apps.flatMap((app) => appSchema.safeParse(app).data ?? []));

/**
 * Reads Okta's objects back; never writes. Lists are read once and kept.
 *
 * @throws {OktaApiError} of every method
 */
export class OktaApi {
  readonly #pages: Pages;
  readonly #lists = new Map<string, Promise<unknown[]>>();

  constructor({ kept, ...options }: OktaApiOptions) {
    this.#pages = new Pages(new OktaCaller(options), kept);
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
    return (await this.#pages.page(path, `${path}?limit=1`)).items.length > 0;
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

  /** A list that was not read is asked for again by whoever needs it next. */
  #list<T>(schema: z.ZodType<T[]>, path: string): Promise<T[]> {
    const known = this.#lists.get(path) as Promise<T[]> | undefined;
    if (known !== undefined) return known;
    const list = this.#pages.all(schema, path);
    this.#lists.set(path, list);
    list.catch(() => this.#lists.delete(path));
    return list;
  }
}

function at(serverId: string): string {
  return `/api/v1/authorizationServers/${serverId}`;
}
