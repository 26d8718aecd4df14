import { describe, expect, test } from "vitest";
import { driftOf } from "../../drift/drift.ts";
import type { Live } from "../../drift/live.ts";
import { DECLARED, sameLive } from "./declared.ts";

const drift = (live: Live) => driftOf(DECLARED, live, { sentence: "Neo4j itself" }).changes;

test("an org that has what is declared is no drift", () => {
  expect(drift(sameLive())).toEqual([]);
});

test("an authorization server that encrypts its tokens is told", () => {
  const server = { id: "aus1", name: "neo4j", status: "ACTIVE", issuer: "", audiences: [] };
  const encrypts = { ...server, accessTokenEncryptedResponseAlgorithm: "RSA-OAEP-256" };
  expect(drift({ ...sameLive(), servers: [server, encrypts] })).toMatchObject([
    {
      category: "breaks",
      code: "tokens-encrypted",
      subject: "neo4j",
      sentence: "The authorization server neo4j encrypts its access tokens",
      causes: ["accessTokenEncryptedResponseAlgorithm is new: RSA-OAEP-256"],
    },
  ]);
});

describe("public keys", () => {
  function reporting(change: (client: OauthClient) => OauthClient) {
    return drift(
      sameLive("graph-reporting", ({ settings: { oauthClient } }) => ({
        settings: { oauthClient: change(oauthClient) },
      })),
    );
  }
  type OauthClient = Parameters<
    Parameters<typeof sameLive>[1] & object
  >[0]["settings"]["oauthClient"];
  const keysOf = ({ jwks }: OauthClient) => jwks?.keys ?? [];

  test.each<[string, (client: OauthClient) => OauthClient, string]>([
    [
      "that were added, with their ages",
      (client) => ({
        jwks: {
          keys: [
            ...keysOf(client),
            { kid: "by-hand", n: "AQAB", created: "2026-11-02T10:00:00.000Z", status: "INACTIVE" },
          ],
        },
      }),
      "by-hand (made 2026-11-02, inactive)",
    ],
    [
      "without an id",
      (client) => ({ jwks: { keys: [...keysOf(client), { n: "AQAB" }] } }),
      "one without an id",
    ],
    [
      "that were put in the place of a declared one, under its id",
      (client) => {
        const [first, ...rest] = keysOf(client);
        return { jwks: { keys: [{ ...first, n: "AQAB" }, ...rest] } };
      },
      "key-1",
    ],
    [
      "that are there twice, of which one is declared",
      (client) => ({ jwks: { keys: [...keysOf(client), ...keysOf(client).slice(0, 1)] } }),
      "key-1",
    ],
    [
      "at an address",
      (client) => ({ ...client, jwks_uri: "https://evil.example.com/keys" }),
      "https://evil.example.com/keys",
    ],
  ])("%s are told", (_what, change, name) => {
    expect(reporting(change)).toMatchObject([
      {
        category: "widened",
        code: "key-undeclared",
        accounts: ["graph-reporting"],
        sentence: `graph-reporting has a public key that the stack does not declare: ${name}`,
      },
    ]);
  });

  test("in another order are the same", () => {
    const reversed = (client: OauthClient) => ({ jwks: { keys: keysOf(client).toReversed() } });
    expect(reporting(reversed)).toEqual([]);
  });
});

test("DPoP and an app that is gone are told", () => {
  const dpop = sameLive("graph-reporting", ({ settings: { oauthClient } }) => ({
    settings: { oauthClient: { ...oauthClient, dpop_bound_access_tokens: true } },
  }));
  expect(drift(dpop)).toMatchObject([{ code: "dpop-on", accounts: ["graph-reporting"] }]);
  const { counts } = driftOf(DECLARED, dpop, { sentence: "Neo4j itself" });
  expect(counts).toMatchObject({ before: 3, after: 3, unchanged: 2 });
  const live = sameLive();
  const apps = new Map([...live.apps].filter(([clientId]) => clientId !== "etl-loader"));
  expect(drift({ ...live, apps })).toMatchObject([
    { code: "app-missing", accounts: ["etl-loader"], owner: "etl@example.com" },
  ]);
});
