import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { doctorSchema } from "../../doctor/finding.ts";
import { backend, engine, licence } from "../../doctor/local.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { createServiceApp } from "../support/service-app.ts";
import { asApp, doctor, findings } from "./run.ts";

const okta = new OktaEmulator();
const PLAN = JSON.stringify({
  version: 1,
  stack: "prod",
  identities: {
    deployer: {
      scopes: ["okta.apps.manage"],
      assignments: [{ role: "manage", permissions: ["okta.apps.manage"], resources: ["apps"] }],
    },
  },
});

beforeAll(() => okta.start());
afterAll(() => okta.stop());

function environment() {
  return { OKTA_ORG_URL: okta.url, OKTA_API_TOKEN: okta.apiToken };
}

test("the published JSON Schema is the one that holds", async () => {
  const text = `${JSON.stringify(z.toJSONSchema(doctorSchema), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/doctor.schema.json");
});

describe("a wrong command line", () => {
  test.each([
    [[], "give --stack NAME, --preview FILE, --plan FILE, or --log FILE"],
    [["--stack", "-x"], "--stack -x is no stack name"],
    [
      ["--stack", "a", "--preview", "b"],
      "--stack and --preview both say what will be deployed: give one",
    ],
    [["--plan", "-", "--preview", "-"], "--preview and --plan cannot both be -"],
    [["--log", "a", "--plan", "b"], "--log goes with no other source"],
  ])("%j is refused", async (argv, message) => {
    const { status, err } = await doctor(argv);
    expect(status).toBe(2);
    expect(err).toBe(`${message}. See npm run doctor -- --help. (doctor-usage)\n`);
  });

  test("a file that is no plan is refused", async () => {
    const { status, err } = await doctor(["--plan", "-"], { input: '{"version":2}' });
    expect(status).toBe(2);
    expect(err).toMatch(
      /--plan - is no plan: version: .* Fix: write it with npm run deployer .*\(doctor-plan\)/,
    );
  });

  test.each([
    ["--plan", 2, "doctor-plan"],
    ["--log", 3, "doctor-log"],
    ["--preview", 3, "review-preview"],
  ])("a file for %s that is not there ends with %i", async (option, expected, code) => {
    const { status, out, err } = await doctor([option, "/nowhere/file"]);
    expect([status, out]).toEqual([expected, ""]);
    expect(err).toMatch(/^\/nowhere\/file cannot be read: there is no such file\..*\n$/);
    expect(err).toContain(`(${code})`);
  });

  test("an environment without a credential is refused", async () => {
    const { status, err } = await doctor(["--plan", "-"], { input: PLAN });
    expect(status).toBe(2);
    expect(err).toMatch(
      /^doctor needs OKTA_ORG_URL and a credential in the environment.*\(doctor-okta\)\n$/,
    );
  });
});

describe("the credential", () => {
  test("that is a person's API token is warned of", async () => {
    const run = await doctor(["--plan", "-", "--okta-only", "--json"], {
      input: PLAN,
      environment: environment(),
    });
    expect(run.status).toBe(0);
    expect(findings(run)).toContainEqual({
      id: "okta.credential",
      status: "warning",
      what: "the credential",
      found: expect.stringContaining("it ends when the account of the person who made it does"),
      fix: expect.stringContaining("docs/bootstrap.md"),
    });
  });

  test("with another private key is told from one with missing rights, and never shown", async () => {
    const app = await createServiceApp(okta, {
      clientId: "deployer-app",
      scopes: ["okta.apps.manage"],
    });
    const other = await createServiceApp(okta, { clientId: "other-app" });
    const run = await doctor(["--plan", "-", "--okta-only"], {
      input: PLAN,
      environment: asApp(okta, { ...app, privateKey: other.privateKey, kid: other.kid }),
    });
    expect(run.status).toBe(1);
    expect(run.out.replaceAll(/\s+/g, " ")).toContain(
      "The app has no active public key for this private key",
    );
    expect(run.out + run.err).not.toContain("PRIVATE KEY");
  });

  test("for an org that does not answer is told", async () => {
    const run = await doctor(["--plan", "-", "--okta-only"], {
      input: PLAN,
      environment: { OKTA_ORG_URL: "http://127.0.0.1:9", OKTA_API_TOKEN: "00-nobody" },
    });
    expect(run.status).toBe(3);
    expect(run.out.replaceAll(/\s+/g, " ")).toContain(
      "not looked at: the org's pipeline: Okta did not answer GET /.well-known/okta-organization: bad port.",
    );
    expect(run.out).toMatch(/\n2 findings: 1 not looked at, 1 to know of\.\n$/);
  });
});

test("the page fits 80 columns, and a plan alone leaves the cluster not looked at", async () => {
  const run = await doctor(["--plan", "-"], { input: PLAN, environment: environment() });
  expect(run.status).toBe(3);
  expect(run.out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(run.out).toContain("not looked at: rights in the cluster: no preview tells which.");
  expect(run.out).toMatch(/\n\d findings: 1 not looked at, 1 to know of\.\n$/);
});

test("an identity that the plan does not have is not looked at", async () => {
  const run = await doctor(["--plan", "-", "--as", "rotator", "--okta-only"], {
    input: PLAN,
    environment: environment(),
  });
  expect(run.status).toBe(3);
  expect(run.out).toContain("the plan has no rotator");
});

describe("a preview", () => {
  test("that failed is told beside what the plan finds", async () => {
    const run = await doctor(
      ["--plan", "-", "--preview", "/nowhere.json", "--okta-only", "--json"],
      { input: PLAN, environment: environment() },
    );
    expect(run.status).toBe(1);
    expect(findings(run).map(({ id, status }) => `${id} ${status}`)).toEqual([
      "preview failed",
      "okta.credential warning",
      "okta.pipeline ok",
      "okta.permission ok",
      "okta.requests ok",
    ]);
  });

  test("says how much of Okta's limits it will use", async () => {
    const strict = new OktaEmulator({ rateLimits: { "/api/v1/apps": 20 } });
    await strict.start();
    const run = await doctor(["--preview", "-", "--okta-only", "--json"], {
      input: recordedPreview("mass-change", "dedicated"),
      environment: { OKTA_ORG_URL: strict.url, OKTA_API_TOKEN: strict.apiToken },
    });
    await strict.stop();
    const limits = findings(run).filter(({ id }) => id === "okta.rate_limit");
    expect(limits.length).toBeGreaterThan(0);
    for (const { found } of limits)
      expect(found).toMatch(/the deployment sends about \d+; \d+ of \d+ a minute/);
  });
});

describe("the engine, its backend, the licence", () => {
  test.each([
    ["v3.274.1", "ok"],
    ["v3.230.0", "ok"],
    ["v3.229.9", "failed"],
    ["v4.0.0", "failed"],
    ["nonsense", "failed"],
  ])("Pulumi %s is %s", (version, status) => {
    expect(engine(version).status).toBe(status);
  });

  test.each([
    ["https://app.pulumi.com/team", "ok"],
    ["s3://states", "ok"],
    ["file://~", "warning"],
  ])("the backend %s is %s", (url, status) => {
    expect(backend(url).status).toBe(status);
  });

  test.each([
    ["yes", "ok"],
    ["eval", "warning"],
    [undefined, "not-looked-at"],
  ])("the licence %s is %s", (accepted, status) => {
    expect(licence(accepted).status).toBe(status);
  });
});

describe("the chart", () => {
  const servers: ReturnType<typeof createServer>[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function at(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function chartOf(repository: string) {
    const { chartFindings } = await import("../../doctor/local.ts");
    const release = {
      urn: "urn:pulumi:s::p::kubernetes:helm.sh/v3:Release::neo4j",
      type: "kubernetes:helm.sh/v3:Release",
      id: "neo4j",
      properties: { chart: "neo4j", version: "5.26.30", repositoryOpts: { repo: repository } },
    };
    return (await chartFindings({ after: [release] })).find(({ id }) => id === "chart.reachable");
  }

  test("of a repository that answers is there", async () => {
    const asked: (string | undefined)[] = [];
    const repository = await at((request, response) => {
      asked.push(request.url);
      response.end("entries: {}");
    });
    expect((await chartOf(`${repository}/charts/`))?.status).toBe("ok");
    expect(asked).toEqual(["/charts/index.yaml"]);
  });

  test("of one that refuses, or is not there, is told with its address", async () => {
    const repository = await at((_request, response) => response.writeHead(403).end());
    expect(await chartOf(repository)).toMatchObject({
      status: "failed",
      found: `${repository}/index.yaml answers 403`,
    });
    expect(await chartOf("http://127.0.0.1:9")).toMatchObject({
      status: "failed",
      found: "http://127.0.0.1:9/index.yaml cannot be reached: bad port",
    });
  });
});
