import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import {
  isNeo4jEnterprise,
  nodeStandIn,
  refusalOf,
  servedPort,
  servedPorts,
} from "../../../kubernetes/node/stand-in.ts";

test.each([
  [`SANDBOX_READY {"bolt":12345,"http":12346}`, { bolt: 12345, http: 12346 }],
  [`SANDBOX_READY {"bolt":12345}`, { bolt: 12345 }],
  [`SANDBOX_READY {"bolt":0,"http":12346}`, undefined],
  [`SANDBOX_READY {"bolt":"12345"}`, undefined],
  [`SANDBOX_READY {"bolt":70000}`, undefined],
  ["SANDBOX_READY null", undefined],
  ["SANDBOX_READY {", undefined],
  [`INFO SANDBOX_READY {"bolt":1}`, undefined],
])("the line %j announces %j", (line, ports) => {
  expect(servedPorts(line)).toEqual(ports);
});

test("Neo4j's default ports are mapped, others are not", () => {
  expect(servedPort({ bolt: 1, http: 2 }, 7687)).toBe(1);
  expect(servedPort({ bolt: 1, http: 2 }, 7474)).toBe(2);
  expect(servedPort({ bolt: 1 }, 7474)).toBeUndefined();
  expect(servedPort({ bolt: 1, http: 2 }, 7473)).toBeUndefined();
});

test("a stand-in gets the container's environment, not this process's secrets", () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "secret");
  const environment = nodeStandIn({
    main: "/main.ts",
    identityProvider: "http://127.0.0.1:4000",
  }).environment(
    { NEO4J_CONF: "/x", SANDBOX_IDENTITY_PROVIDER: "http://127.0.0.1:9" },
    { bolt: 5 },
  );
  vi.unstubAllEnvs();
  expect(environment).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
  expect(environment).toMatchObject({
    PATH: process.env.PATH,
    NEO4J_CONF: "/x",
    SANDBOX_IDENTITY_PROVIDER: "http://127.0.0.1:4000",
    SANDBOX_HOST: "127.0.0.1",
    SANDBOX_BOLT_PORT: "5",
    SANDBOX_HTTP_PORT: "0",
  });
});

test("a container's variables run no code on this machine, and replace none of the stand-in's own", async () => {
  const folder = await mkdtemp(join(tmpdir(), "stand-in-"));
  try {
    const main = join(folder, "main.mjs");
    const written = join(folder, "written");
    await writeFile(main, "console.log(JSON.stringify(process.env))\n");
    const code = `import{writeFileSync}from"node:fs";writeFileSync(${JSON.stringify(written)},"")`;
    const standIn = nodeStandIn({ main });
    const env = standIn.environment(
      {
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
        PATH: folder,
        LD_PRELOAD: join(folder, "evil.so"),
        SANDBOX_HOST: "0.0.0.0",
        NEO4J_EDITION: "ENTERPRISE_K8S",
      },
      undefined,
    );
    const { stdout } = await promisify(execFile)(standIn.command, [...standIn.args], { env });
    expect(existsSync(written)).toBe(false);
    const seen = JSON.parse(stdout) as Record<string, string>;
    expect(seen).toMatchObject({ SANDBOX_HOST: "127.0.0.1", NEO4J_EDITION: "ENTERPRISE_K8S" });
    expect(seen.PATH).toBe(process.env.PATH);
    expect(Object.keys(seen)).not.toContain("NODE_OPTIONS");
    expect(Object.keys(seen)).not.toContain("LD_PRELOAD");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  "neo4j:5.26.21-enterprise",
  "neo4j:enterprise",
  "docker.io/library/neo4j:5-enterprise",
  "registry.example.com:5000/mirror/neo4j:2026.04.0-enterprise@sha256:0123",
  "neo4j-enterprise:5",
])("the image %s has a stand-in", (image) => {
  expect(isNeo4jEnterprise(image)).toBe(true);
});

test.each([
  "neo4j:5.26.21",
  "neo4j",
  "neo4j@sha256:enterprise",
  "enterprise/neo4j:5",
  "neo4jx:enterprise",
  "nginx:enterprise",
  "",
])("the image %j has none", (image) => {
  expect(isNeo4jEnterprise(image)).toBe(false);
});

test("the refusal of an image names it and the fix", () => {
  expect(refusalOf("nginx:1")).toBe(
    "The sandbox pulls no images: it starts its stand-in for Neo4j Enterprise in place of images such as " +
      "neo4j:5.26.21-enterprise, and has none for 'nginx:1'. Fix: set the chart value neo4j.edition to enterprise.",
  );
});
