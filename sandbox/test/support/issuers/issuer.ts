import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import Provider, { type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import type { IssuerShape, Person } from "./shapes.ts";
import { type Tokens, walkThrough } from "./sign-in.ts";

export const CLIENT_ID = "neo4j-browser";
const REDIRECT_URI = "http://127.0.0.1:7474/browser/?idp_id=x&auth_flow_step=redirect_uri";
/** A client without users, whose tokens are of the same issuer. */
const SERVICE = { client_id: "etl-loader", client_secret: randomBytes(16).toString("hex") };
/** `aud` of the tokens of services: another one than people's, as two providers of one issuer need it. */
export const SERVICE_AUDIENCE = "neo4j-services";
/** What access tokens are for, before their audience is known. */
const RESOURCE = "urn:neo4j";
/** What lives for an hour. */
const LIFETIMES = [
  "AccessToken",
  "AuthorizationCode",
  "ClientCredentials",
  "Grant",
  "IdToken",
  "Interaction",
  "RefreshToken",
  "Session",
];
const SCOPES = "openid profile email";

/** Who is known to an issuer, and whose pages may use it. */
export interface IssuerOptions {
  people: readonly Person[];
  /** Default: one, which `signIn` uses. */
  redirectUris?: readonly string[];
  /** Origins of pages that may ask for tokens (CORS). Default: none. */
  origins?: readonly string[];
}

/** An identity provider on loopback. */
export interface Issuer {
  discoveryUri: string;
  /** `aud` of access tokens; that of ID tokens is the client's id. */
  audience: string | undefined;
  /** What its client must say beside the code, if anything. */
  clientSecret: string | undefined;
  /** Signs a person in by the pages of the issuer, with PKCE. */
  signIn(person: Person): Promise<Tokens>;
  /** An access token of the service `etl-loader` (client credentials), for `SERVICE_AUDIENCE`. */
  serviceToken(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts an identity provider whose tokens have this shape. It is `oidc-provider` as it is, with its
 * own pages for development: any password signs in.
 */
export async function startIssuer(shape: IssuerShape, options: IssuerOptions): Promise<Issuer> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${shape.path}`;
  const provider = new Provider(shape.issuer(base), await configuration(shape, options));
  mount(server, shape.path, provider);
  const tokenEndpoint = `${base}/token`;
  return {
    discoveryUri: `${base}/.well-known/openid-configuration`,
    audience: shape.accessToken?.audience,
    clientSecret: shape.clientSecret,
    signIn: (person) =>
      walkThrough({
        authEndpoint: `${base}/auth`,
        tokenEndpoint,
        person,
        client: { client_id: CLIENT_ID, redirect_uri: REDIRECT_URI },
        secret: shape.clientSecret,
        scope: SCOPES,
      }),
    serviceToken: async () => {
      const body = new URLSearchParams({ ...SERVICE, grant_type: "client_credentials" });
      const answer = await fetch(tokenEndpoint, { method: "POST", body });
      const { access_token: token } = (await answer.json()) as { access_token?: string };
      if (token === undefined) throw new Error(`the issuer answered ${answer.status}`);
      return token;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Serves the provider below a path, as Express would. */
function mount(server: Server, path: string, provider: Provider): void {
  const serve = provider.callback();
  server.on("request", (request: IncomingMessage & Record<string, unknown>, response) => {
    request.originalUrl = request.url;
    request.baseUrl = path;
    if (request.url?.startsWith(`${path}/`)) request.url = request.url.slice(path.length);
    void serve(request, response);
  });
}

async function configuration(
  shape: IssuerShape,
  { people, redirectUris = [REDIRECT_URI], origins = [] }: IssuerOptions,
): Promise<Configuration> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: "one", alg: "RS256", use: "sig" };
  const known = new Map(people.map((person) => [person.id, person]));
  const names = people.flatMap((person) => Object.keys(shape.claims(person)));
  const accessToken = shape.accessToken;
  return {
    jwks: { keys: [jwk] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    clients: [
      {
        client_id: CLIENT_ID,
        ...(shape.clientSecret === undefined
          ? { token_endpoint_auth_method: "none" }
          : {
              token_endpoint_auth_method: "client_secret_post",
              client_secret: shape.clientSecret,
            }),
        redirect_uris: [...redirectUris],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
      },
      {
        ...SERVICE,
        token_endpoint_auth_method: "client_secret_post",
        redirect_uris: [],
        grant_types: ["client_credentials"],
        response_types: [],
      },
    ],
    ttl: Object.fromEntries(LIFETIMES.map((kind) => [kind, 3600])),
    pkce: { required: () => true },
    clientBasedCORS: (_, origin) => origins.includes(origin),
    claims: { openid: ["sub", ...new Set(names)], profile: [], email: [] },
    conformIdTokenClaims: false,
    findAccount: async (_, id) => {
      const person = known.get(id);
      if (!person) return undefined;
      return { accountId: id, claims: async () => ({ sub: id, ...shape.claims(person) }) };
    },
    extraTokenClaims: async (_, token) => {
      const person = "accountId" in token ? known.get(token.accountId) : undefined;
      return person && shape.claims(person);
    },
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: accessToken !== undefined,
        defaultResource: async () => RESOURCE,
        useGrantedResource: async () => true,
        getResourceServerInfo: async (_, _resource, { clientId }) => ({
          scope: SCOPES,
          audience: clientId === CLIENT_ID ? (accessToken?.audience ?? "") : SERVICE_AUDIENCE,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
    formats: {
      customizers: {
        jwt: (_, _token, parts) => {
          parts.header = { ...parts.header, typ: "JWT" };
          parts.payload.iss = accessToken?.issuer ?? parts.payload.iss;
        },
      },
    },
    loadExistingGrant: grantAll,
    issueRefreshToken: async () => true,
  };
}

/** Nobody is asked for consent. */
async function grantAll({ oidc }: KoaContextWithOIDC) {
  const { client, provider, session } = oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES);
  grant.addResourceScope(RESOURCE, SCOPES);
  await grant.save();
  return grant;
}
