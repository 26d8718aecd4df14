import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  jwk: Record<string, unknown>;
}

export async function newKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" },
  };
}

/** A minimal OpenID provider on loopback that counts what it is asked. */
export class IdentityProvider {
  /** Published keys. */
  keys: SigningKey[];
  /** Answers of these paths instead of the usual ones. */
  readonly answers = new Map<string, { status: number; body: string }>();
  /** Paths that were asked, in order. */
  readonly asked: string[] = [];
  /** Authorization headers that UserInfo got. */
  readonly userInfoCallers: (string | undefined)[] = [];
  userInfo: unknown = {};
  readonly #server: Server;

  constructor(...keys: SigningKey[]) {
    this.keys = keys;
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      this.asked.push(path);
      if (path === "/userinfo") this.userInfoCallers.push(request.headers.authorization);
      const answer = this.answers.get(path) ?? this.#usual(path);
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(answer.body);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get discoveryUri(): string {
    return `${this.url}/.well-known/openid-configuration`;
  }

  count(path: string): number {
    return this.asked.filter((asked) => asked === path).length;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #usual(path: string): { status: number; body: string } {
    const documents: Record<string, unknown> = {
      "/.well-known/openid-configuration": {
        issuer: this.url,
        jwks_uri: `${this.url}/keys`,
        userinfo_endpoint: `${this.url}/userinfo`,
      },
      "/keys": { keys: this.keys.map(({ jwk }) => jwk) },
      "/userinfo": this.userInfo,
    };
    const document = documents[path];
    return document === undefined
      ? { status: 404, body: "{}" }
      : { status: 200, body: JSON.stringify(document) };
  }

  /** Signs these claims as they are, on top of a good token's; undefined takes a claim away. */
  sign(claims: Record<string, unknown>, key = this.keys[0], header: object = {}): Promise<string> {
    if (!key) throw new Error("the provider has no key");
    const all = {
      iss: this.url,
      aud: "api://default",
      sub: "etl-loader",
      iat: EXPIRY - 3600,
      exp: EXPIRY,
      groups: ["neo4j_reader"],
      ...claims,
    };
    const present = Object.entries(all).filter(([, value]) => value !== undefined);
    return new SignJWT(Object.fromEntries(present) as JWTPayload)
      .setProtectedHeader({ alg: "RS256", kid: key.kid, ...header })
      .sign(key.privateKey);
  }
}

/** What the injected clock starts at. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** `exp` of a token in seconds: an hour after the second that the clock starts in. */
export const EXPIRY = Math.floor(NOW / 1000) + 3600;
