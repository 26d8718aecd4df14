import fc from "fast-check";
import type { OktaEmulator } from "../../../okta/emulator.ts";
import { serviceApp } from "../support.ts";

/** A request made of known parts in senseless combinations, or plain bytes. */
export type Hostile =
  | { kind: "request"; method: string; path: string; headers: Record<string, string>; body: string }
  | { kind: "bytes"; bytes: Uint8Array };

const METHODS = ["GET", "POST", "POST", "PUT", "PUT", "PATCH", "DELETE", "HEAD", "TRACE"];
const IDS = ["0oa0", "..", "%2e%2e", "%00", "a b", "%E0%A4", "x".repeat(500), "__proto__"];
const FIELDS = [
  "name",
  "label",
  "signOnMode",
  "settings",
  "oauthClient",
  "credentials",
  "profile",
  "jwks",
  "keys",
  "kty",
  "audiences",
  "conditions",
  "clients",
  "include",
  "actions",
  "token",
  "priority",
  "scopes",
  "type",
  "constructor",
];
const WORDS = [
  "oidc_client",
  "OPENID_CONNECT",
  "service",
  "client_credentials",
  "RSA",
  "ACTIVE",
  "",
  "\u0000",
  "💥",
];

/** Bodies that are right for some route, to be spoilt in one place. */
const BODIES: readonly Record<string, unknown>[] = [
  serviceApp("hostile"),
  { name: "hostile", audiences: ["api://hostile"] },
  { name: "hostile" },
  { name: "hostile", claimType: "RESOURCE", valueType: "EXPRESSION", value: "app.clientId" },
  {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "hostile",
    description: "d",
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  },
  { profile: { name: "hostile" } },
  { label: "hostile", description: "d", permissions: ["okta.apps.read"] },
  { client_secret: "fourteen-chars" },
  { use: "sig" },
];

/** Requests for its routes' paths, with ids, queries, headers and bodies that mostly do not fit. */
export function hostile(okta: OktaEmulator): fc.Arbitrary<Hostile> {
  const real = ["default", ...okta.org.apps.keys(), ...okta.org.groups.keys()];
  const segment = fc.oneof(fc.constantFrom(...real), fc.constantFrom(...IDS), fc.webFragments());
  const route = fc.constantFrom(...okta.routes);
  const target = fc
    .tuple(
      route,
      segment,
      fc.oneof(fc.constant(""), fc.webQueryParameters()),
      fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
    )
    .map(([{ method, path: pattern }, id, query, other]) => {
      const filled = pattern.replaceAll(/:\w+/g, () => id.replaceAll(/[^!-~]/g, "%20"));
      const path = query ? `${filled}?limit=${query}&after=${query}` : filled;
      return { method: other ?? method, path };
    });
  const leaf = fc.oneof(
    fc.constantFrom(...WORDS),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double(),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), tie("value"), {
        maxKeys: 5,
      }),
    ),
  }));
  const json = value.map((content) => JSON.stringify(content));
  const spoilt = fc
    .tuple(
      fc.constantFrom(...BODIES),
      fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 1 }),
    )
    .map(([right, wrong]) => JSON.stringify({ ...right, ...wrong }));
  const cut = spoilt.map((text) => text.slice(0, -1));
  const body = fc.oneof(
    { weight: 4, arbitrary: spoilt },
    { weight: 2, arbitrary: json },
    { weight: 1, arbitrary: fc.oneof(fc.string(), fc.constant(""), cut) },
  );
  const tokens = [`Bearer ${okta.accessToken}`, `SSWS ${okta.apiToken}`, "Basic Og==", "DPoP x"];
  const types = ["application/x-www-form-urlencoded", "text/xml", "a"];
  const usually = <T>(usual: T, others: readonly T[]) =>
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(usual) },
      { weight: 1, arbitrary: fc.constantFrom(...others) },
    );
  const headers = fc.record({
    authorization: usually(`Bearer ${okta.accessToken}`, tokens),
    "content-type": usually("application/json", types),
    dpop: usually("", ["x.y.z"]),
    "x-odd": usually("", ["\u00ff".repeat(2000)]),
  });
  return fc.oneof(
    {
      weight: 9,
      arbitrary: fc.tuple(target, headers, body).map(
        ([{ method, path }, sent, content]): Hostile => ({
          kind: "request",
          method,
          path,
          headers: sent,
          body: content,
        }),
      ),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("bytes" as const), bytes: bytes() }) },
  );
}

function bytes(): fc.Arbitrary<Uint8Array> {
  const line = fc.constantFrom(
    "GET / HTTP/1.1\r\n",
    "POST /api/v1/apps HTTP/1.1\r\n",
    "GET http://[ HTTP/1.1\r\n",
    "OPTIONS * HTTP/1.1\r\n",
    "Expect: 200-ok\r\n",
    "Expect: 100-continue\r\n",
    "CONNECT a:443 HTTP/1.1\r\n",
    "PRI * HTTP/2.0\r\n",
    "GET /\u0000 HTTP/1.1\r\n",
    "\r\n",
    "Host: a\r\n",
    "Content-Length: -1\r\n",
    "Content-Length: 99999999999\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: gzip\r\n",
    "Upgrade: websocket\r\nConnection: upgrade\r\n",
    "Content-Length: 5\r\n",
    "ffffffffffffffff\r\n",
    "0\r\n\r\n",
    ": empty\r\n",
    `X: ${"y".repeat(20_000)}\r\n`,
  );
  const text = fc
    .array(line, { minLength: 1, maxLength: 6 })
    .map((lines) => Buffer.from(lines.join("")));
  return fc.oneof(text, fc.uint8Array({ minLength: 1, maxLength: 300 }));
}
