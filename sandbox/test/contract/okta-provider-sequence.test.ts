import { readFileSync } from "node:fs";
import { request } from "node:http";
import { expect, test } from "vitest";
import { startOkta } from "../okta/support.ts";

interface Step {
  method: string;
  path: string;
  /** The provider's SDKs differ in whether the absolute request target keeps the port. */
  hostWithPort: boolean;
  body: unknown;
}

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not computed with
  body: any;
}

const steps: Step[] = JSON.parse(
  readFileSync(new URL("./fixtures/okta/provider-sequence.json", import.meta.url), "utf8"),
);
const { okta } = await startOkta();
const { port } = new URL(okta.url);

/** Sends a request as Go's client does through a forward proxy: absolute target, proxy credentials. */
function send({ method, path, hostWithPort, body }: Step): Promise<Answer> {
  const host = hostWithPort ? `127.0.0.1:${port}` : "127.0.0.1";
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request(
    {
      host: "127.0.0.1",
      port,
      method,
      path: `http://${host}${path}`,
      setHost: false,
      headers: {
        host,
        authorization: `Bearer ${okta.accessToken}`,
        "proxy-authorization": "Basic Og==",
        accept: "application/json",
        "content-type": "application/json",
      },
    },
    async (incoming) => {
      const text = (await incoming.toArray()).join("");
      if (text) expect(incoming.headers["content-type"]).toContain("application/json");
      resolve({ status: incoming.statusCode ?? 0, body: text ? JSON.parse(text) : null });
    },
  );
  outgoing.on("error", reject);
  outgoing.end(body ? JSON.stringify(body) : undefined);
  return promise;
}

const KINDS = {
  aus: "authorizationServer",
  "0oa": "app",
  scp: "scope",
  ocl: "claim",
  "00p": "policy",
  "0pr": "rule",
};

test("the requests of the official provider, from up to destroy", async () => {
  const ids: Record<string, string> = {};
  const created: Record<string, unknown> = {};
  for (const step of steps) {
    const path = step.path.replaceAll(/\{(\w+)\}/g, (_, kind: string) => ids[kind] ?? "");
    const answer = await send({ ...step, path });
    expect(answer.status, `${step.method} ${path}`).toBe(expectedStatus(step));
    if (step.method === "POST" && answer.body?.id) {
      const kind = KINDS[answer.body.id.slice(0, 3) as keyof typeof KINDS];
      ids[kind] = answer.body.id;
      created[`${path.split("?")[0]}/${answer.body.id}`] = withoutSecret(answer.body);
    }
    if (step.method === "GET") expect(answer.body).toEqual(created[path]);
  }
  expect(Object.keys(ids)).toHaveLength(6);
  expect(okta.org.apps.size).toBe(0);
  expect([...okta.org.authorizationServers.values()].map(({ name }) => name)).toEqual(["default"]);
  expect(okta.log.entries.map(({ method }) => method)).toEqual(steps.map(({ method }) => method));
  expect(JSON.stringify(okta.log.entries)).not.toContain(okta.accessToken);
});

function expectedStatus({ method, path }: Step): number {
  if (method === "DELETE" || path.match(/authorizationServers.*lifecycle/)) return 204;
  return method === "POST" && !path.startsWith("/api/v1/apps") ? 201 : 200;
}

function withoutSecret(body: Answer["body"]) {
  const { client_secret: _secret, ...client } = body.credentials?.oauthClient ?? {};
  return body.credentials?.oauthClient
    ? { ...body, credentials: { ...body.credentials, oauthClient: client } }
    : body;
}
