import { z } from "zod";

/** Okta's objects, as far as verification reads them; see Okta's API reference for the fields. */
const appSchema = z.looseObject({
  id: z.string(),
  label: z.string(),
  status: z.string(),
  profile: z.record(z.string(), z.unknown()).nullish(),
  credentials: z.looseObject({
    oauthClient: z.looseObject({
      client_id: z.string(),
      token_endpoint_auth_method: z.string().nullish(),
    }),
  }),
  settings: z.looseObject({
    oauthClient: z.looseObject({
      grant_types: z.array(z.string()).nullish(),
      dpop_bound_access_tokens: z.boolean().nullish(),
    }),
  }),
});
const serverSchema = z.looseObject({
  id: z.string(),
  issuer: z.string(),
  status: z.string(),
  audiences: z.array(z.string()),
});
const included = z.looseObject({ include: z.array(z.string()).nullish() });
const policySchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  conditions: z.looseObject({ clients: included }),
});
const ruleSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  conditions: z.looseObject({ grantTypes: included.nullish(), scopes: included.nullish() }),
  actions: z.looseObject({
    token: z.looseObject({ accessTokenLifetimeMinutes: z.number().nullish() }),
  }),
});
const claimSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  claimType: z.string(),
  valueType: z.string(),
  value: z.string().nullish(),
  conditions: z.looseObject({ scopes: z.array(z.string()).nullish() }).nullish(),
});
const scopeSchema = z.looseObject({ name: z.string() });

export type OktaApp = z.infer<typeof appSchema>;
export type OktaServer = z.infer<typeof serverSchema>;
export type OktaPolicy = z.infer<typeof policySchema>;
export type OktaRule = z.infer<typeof ruleSchema>;
export type OktaClaim = z.infer<typeof claimSchema>;

export interface OktaApiOptions {
  /** Address of the org, e.g. `https://example.okta.com`. */
  orgUrl: string;
  /** `SSWS <api token>` or `Bearer <access token>`. */
  authorization: string;
  fetch: typeof fetch;
  /** Milliseconds per request. */
  timeout: number;
}

/** Okta's pages of a list hold at most this many. */
const PAGE = 200;

/** Reads Okta's objects back; never writes. Lists are read once and kept. */
export class OktaApi {
  readonly #options: OktaApiOptions;
  readonly #lists = new Map<string, Promise<unknown[]>>();

  constructor(options: OktaApiOptions) {
    this.#options = options;
  }

  async app(clientId: string): Promise<OktaApp | undefined> {
    const apps = await this.#list("/api/v1/apps");
    const clients = apps.flatMap((app) => appSchema.safeParse(app).data ?? []);
    return clients.find(({ credentials }) => credentials.oauthClient.client_id === clientId);
  }

  async server(issuer: string): Promise<OktaServer | undefined> {
    const servers = z.array(serverSchema).parse(await this.#list("/api/v1/authorizationServers"));
    const id = issuer.split("/").at(-1);
    return servers.find((server) => server.issuer === issuer || server.id === id);
  }

  async policies({ id }: OktaServer): Promise<OktaPolicy[]> {
    return z.array(policySchema).parse(await this.#list(`${at(id)}/policies`));
  }

  async rules({ id }: OktaServer, policy: OktaPolicy): Promise<OktaRule[]> {
    return z.array(ruleSchema).parse(await this.#list(`${at(id)}/policies/${policy.id}/rules`));
  }

  async claims({ id }: OktaServer): Promise<OktaClaim[]> {
    return z.array(claimSchema).parse(await this.#list(`${at(id)}/claims`));
  }

  async scopes({ id }: OktaServer): Promise<string[]> {
    const scopes = z.array(scopeSchema).parse(await this.#list(`${at(id)}/scopes`));
    return scopes.map(({ name }) => name);
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
    while (next !== undefined) {
      const response: Response = await this.#options.fetch(next, {
        headers: { authorization, accept: "application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(timeout),
      });
      if (!response.ok) {
        throw new Error(`Okta answered ${response.status} to GET ${new URL(next).pathname}`);
      }
      items.push(...z.array(z.unknown()).parse(await response.json()));
      next = nextPage(response.headers.get("link"), orgUrl);
    }
    return items;
  }
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
