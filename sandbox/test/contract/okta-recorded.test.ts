import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { type Caller, serviceApp, startOkta } from "../okta/support.ts";
import { differences } from "./okta-shape.ts";

interface Recorded {
  method: string;
  path: string;
  body: unknown;
  status: number;
  response: unknown;
}

let admin: Caller;
let ids: Record<string, string>;

beforeAll(async () => {
  ({ admin } = await startOkta());
  const server = await admin.post("/api/v1/authorizationServers", {
    name: "contract",
    audiences: ["api://contract"],
  });
  const servers = `/api/v1/authorizationServers/${server.body.id}`;
  const policy = await admin.post(`${servers}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "for rules",
    description: "holds the recorded rule",
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
    priority: 2,
  });
  const group = await admin.post("/api/v1/groups", { profile: { name: "contract" } });
  ids = { authorizationServer: server.body.id, policy: policy.body.id, group: group.body.id };
});

function recorded(name: string): Recorded {
  const url = new URL(`./fixtures/okta/${name}.json`, import.meta.url);
  const text = readFileSync(url, "utf8").replaceAll(
    /\{(app|authorizationServer|policy|group)\}/g,
    (_, kind: string) => ids[kind] ?? "",
  );
  return JSON.parse(text);
}

async function replay(name: string) {
  const { method, path, body, status, response } = recorded(name);
  const answer = await admin.call(method, path, body ?? undefined);
  expect(answer.status).toBe(status);
  expect(differences(response, answer.body)).toEqual([]);
  return answer.body;
}

describe("an app, in the order of its life", () => {
  test("create", async () => {
    const app = await replay("app-create");
    ids = { ...ids, app: app.id };
    expect(app.credentials.oauthClient.client_id).toBe(app.id);
  });
  test("read, without the secret", () => replay("app-read"));
  test("deactivate", () => replay("app-deactivate"));
  test("delete", () => replay("app-delete"));
});

test.each([
  "authorization-server-create",
  "authorization-server-default-read",
  "scope-create",
  "claim-create",
  "policy-create",
  "rule-create",
])("%s", async (name) => {
  await replay(name);
});

test("metadata of the org, whose scopes grow with Okta's API", async () => {
  const { path, response } = recorded("org-oauth-metadata") as Recorded & {
    response: { scopes_supported: string[] };
  };
  const { status, body } = await admin.get(path);
  expect(status).toBe(200);
  expect(body.scopes_supported).toEqual(expect.arrayContaining(response.scopes_supported));
  const { scopes_supported } = body;
  expect(differences({ ...response, scopes_supported }, body)).toEqual([]);
});

test("PUT of an app answers as POST does, with the secret that the app has", async () => {
  const created = await admin.post("/api/v1/apps", serviceApp("replaced", "replaced-client"));
  const answer = await admin.put(`/api/v1/apps/${created.body.id}`, serviceApp("replaced"));
  expect(answer.status).toBe(200);
  expect({ ...answer.body, lastUpdated: null }).toEqual({ ...created.body, lastUpdated: null });
});
