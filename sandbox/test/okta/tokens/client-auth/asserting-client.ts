import type { FastifyInstance } from "fastify";
import { beforeAll, beforeEach } from "vitest";
import { type ClientKey, clientKey } from "../credentials.ts";
import { app, authorizationServer, post, serve, World } from "../world.ts";

/** A client that proves itself by assertions, with three key pairs, the first of which is registered. */
export class AssertingClient {
  world!: World;
  first!: ClientKey;
  second!: ClientKey;
  rsa!: ClientKey;
  #fastify!: FastifyInstance;

  async makeKeys(): Promise<void> {
    this.first = await clientKey("first");
    this.second = await clientKey("second");
    this.rsa = await clientKey("rsa", "RS256");
  }

  async start(): Promise<void> {
    const jwks = [this.first.registered];
    const client = app({ tokenEndpointAuthMethod: "private_key_jwt", jwks });
    this.world = new World(await authorizationServer(), client);
    this.#fastify = await serve(this.world);
  }

  /** Asks for a token with this form besides grant type and scope. */
  async request(form: Record<string, string>, headers?: Record<string, string>) {
    const grant = { grant_type: "client_credentials", scope: "neo4j_groups" };
    return await post(this.#fastify, "/oauth2/default/v1/token", { ...grant, ...form }, headers);
  }
}

/** An asserting client in a fresh world for each test of the file. */
export function assertingClient(): AssertingClient {
  const client = new AssertingClient();
  beforeAll(() => client.makeKeys());
  beforeEach(() => client.start());
  return client;
}

export const refusal = (error_description: string) => ({
  error: "invalid_client",
  error_description,
});
export const wrongKid = refusal("The client_assertion JWT kid is invalid.");
export const wrongAlgorithm = refusal("The client_assertion JWT signature algorithm is invalid.");
export const expired = refusal("The client_assertion token is expired.");
export const malformed = refusal("The parsing of the client_assertion failed.");
