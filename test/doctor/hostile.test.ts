import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { clusterFindings } from "../../doctor/cluster/checks.ts";
import { backend, chartFindings } from "../../doctor/local.ts";
import { doctor, findings } from "./run.ts";

/** What doctor reads is written by others. */
const CONTROL = /(?!\n)[\p{Cc}\p{Cf}]/u;

const PLAN = {
  version: 1,
  stack: "prod",
  identities: {
    deployer: {
      scopes: ["okta.apps.manage"],
      assignments: [{ role: "manage", permissions: ["okta.apps.manage"], resources: ["apps"] }],
    },
  },
};

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** An org whose pipeline is told, and whose other answers are the listener's. */
async function org(listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    if (!request.url?.startsWith("/.well-known/")) return listener(request, response);
    response.setHeader("content-type", "application/json").end('{"pipeline":"idx"}');
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function looked(listener: RequestListener, plan: object = PLAN) {
  const environment = { OKTA_ORG_URL: await org(listener), OKTA_API_TOKEN: "00-only-for-a-test" };
  const run = await doctor(["--plan", "-", "--okta-only"], {
    input: JSON.stringify(plan),
    environment,
  });
  expect(run.out + run.err).not.toMatch(CONTROL);
  expect(run.out + run.err).not.toContain("00-only-for-a-test");
  return { ...run, words: run.out.replaceAll(/\s+/g, " ") };
}

describe("an answer of Okta's", () => {
  test("that goes on at another host is not followed, and nothing is fine", async () => {
    const asked: string[] = [];
    const { status, words } = await looked(
      (request, response) => {
        asked.push(`${request.method} ${request.url}`);
        response.setHeader("link", '<https://elsewhere.example.com/api/v1/apps>; rel="next"');
        response.end("[]");
      },
      {
        ...PLAN,
        identities: {
          deployer: {
            scopes: ["okta.apps.manage"],
            assignments: [
              { role: "manage", permissions: ["okta.apps.manage"], resources: ["apps/0oa1"] },
            ],
          },
        },
      },
    );
    expect(status).toBe(3);
    expect(words).toContain("goes on at elsewhere.example.com, which is not 127.0.0.1");
    expect(asked).toEqual(["GET /api/v1/apps?limit=200"]);
  });

  test.each([
    ["a page of a captive portal", "<html>\u001b[2J\u009bPlease log in</html>"],
    ["another form", '[{"id":{"\u202e":1}}]'],
    ["more than 8 MiB", `["${"a".repeat(9 * 1024 * 1024)}"]`],
  ])("of %s is not looked at", async (_name, body) => {
    const { status, out } = await looked((_request, response) => void response.end(body));
    expect(status).toBe(3);
    expect(out).toContain("not looked at: okta.apps.manage on apps");
  });

  test("with the codes of a terminal in it is shown without them", async () => {
    const { status, words } = await looked((_request, response) => {
      response.writeHead(418).end(
        JSON.stringify({
          errorCode: "E\u001b[31m1",
          errorSummary: "no\u009b2J 00-only-for-a-test \u202e",
        }),
      );
    });
    expect(status).toBe(1);
    expect(words).toContain("Okta answered 418 E[31m1 no2J [secret]");
  });
});

test("a plan whose stack is no name of one is refused, as it is told in command lines", async () => {
  const input = JSON.stringify({ ...PLAN, stack: "x; touch /tmp/owned" });
  const { status, err } = await doctor(["--plan", "-"], { input });
  expect(status).toBe(2);
  expect(err).toContain("stack: must be the name of a stack");
});

describe("no secret is shown", () => {
  test("of a backend or a chart's repository with a password in its address", async () => {
    expect(backend("postgres://pulumi:open-sesame@db.example.com/state").found).toBe(
      "postgres://db.example.com/state",
    );
    const release = {
      urn: "urn:pulumi:s::p::kubernetes:helm.sh/v3:Release::neo4j",
      type: "kubernetes:helm.sh/v3:Release",
      id: "neo4j",
      properties: {
        chart: "neo4j",
        version: "5.26.30",
        repositoryOpts: { repo: "https://me:open-sesame@charts.example.com" },
      },
    };
    const [chart] = await chartFindings({ after: [release] });
    expect(chart).toMatchObject({ id: "chart.reachable", status: "failed" });
    expect(JSON.stringify(chart)).not.toContain("open-sesame");
  });

  test("of a kubeconfig that is no YAML", async () => {
    const folder = await mkdtemp(join(tmpdir(), "doctor-"));
    process.env.KUBECONFIG = join(folder, "config");
    await writeFile(process.env.KUBECONFIG, 'users:\n- user:\n    token: open-sesame\n   x: "\n');
    const verb = { verb: "get", group: "", resource: "pods", namespace: "neo4j" };
    const found = await clusterFindings([verb], undefined);
    delete process.env.KUBECONFIG;
    await rm(folder, { recursive: true });
    expect(found).toEqual([
      {
        id: "cluster.rights",
        status: "not-looked-at",
        what: "rights in the cluster",
        found: "the kubeconfig cannot be read",
        fix: "compare it with kubectl config view",
      },
    ]);
  });

  test("of a log with a token in it", async () => {
    const token = `eyJhbGciOiJSUzI1NiJ9.${"a".repeat(40)}.${"b".repeat(40)}`;
    const input = `  okta:app:OAuth (one):\n    error: invalid_request of ${token}\n`;
    const run = await doctor(["--log", "-", "--json"], { input });
    expect(findings(run)[0]?.found).toBe(
      "Okta answered 401 invalid_request invalid_request of [token]",
    );
  });
});
