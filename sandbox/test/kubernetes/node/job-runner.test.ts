import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { V1Container, V1Job } from "@kubernetes/client-node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runJob } from "../../../kubernetes/node/job-runner.ts";
import type { ObjectSource } from "../../../kubernetes/node/references.ts";
import { createSecurity, Neo4jServer, parseConfiguration } from "../../../neo4j/index.ts";

const PASSWORD = "correct-horse-battery";
let directory: string;
let server: Neo4jServer;
let log: string[];
let scripts: Record<string, string>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "job-runner-"));
  log = [];
  const configuration = parseConfiguration(new Map());
  const security = createSecurity(configuration, {
    initialPassword: { password: PASSWORD, changeRequired: false },
    log: (line) => log.push(line),
  });
  await security.start();
  server = new Neo4jServer({ configuration, security });
  await server.start();
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});
afterEach(() => {
  scripts = {};
});

const CONTAINER: V1Container = {
  name: "cypher-shell",
  image: "neo4j:5.26.30-enterprise",
  command: ["cypher-shell"],
  args: [
    "-a",
    "neo4j://graph.neo4j.svc.cluster.local:7687",
    "-d",
    "system",
    "-f",
    "/script/a.cypher",
  ],
  env: [
    { name: "NEO4J_USERNAME", value: "neo4j" },
    {
      name: "NEO4J_PASSWORD",
      valueFrom: { secretKeyRef: { name: "login", key: "NEO4J_PASSWORD" } },
    },
    { name: "NODE_OPTIONS", value: "--import=data:text/javascript,process.exit(42)" },
  ],
  volumeMounts: [{ name: "script", mountPath: "/script" }],
};

function job(changes: Partial<V1Container> = {}, backoffLimit = 0): V1Job {
  const containers = [{ ...CONTAINER, ...changes }];
  const volumes = [{ name: "script", configMap: { name: "script" } }];
  return {
    metadata: { name: "database", namespace: "neo4j", uid: "j1" },
    spec: { backoffLimit, template: { spec: { containers, volumes, restartPolicy: "Never" } } },
  };
}

const SOURCE: ObjectSource = {
  data: async (kind) =>
    kind === "secret"
      ? { NEO4J_PASSWORD: Buffer.from(PASSWORD) }
      : Object.fromEntries(Object.entries(scripts).map(([key, text]) => [key, Buffer.from(text)])),
  claim: async () => undefined,
};

const asked: unknown[] = [];
const run = (what: V1Job) =>
  runJob({
    job: what,
    directory,
    source: SOURCE,
    endpoint: async (...service) => {
      asked.push(service);
      return { host: "127.0.0.1", port: server.boltPort };
    },
    signal: new AbortController().signal,
    firstMs: 1,
  });

test("the script is run over Bolt as the login's user, and no variable of the container runs code", async () => {
  scripts = { "a.cypher": "CREATE ROLE `a;b`;\n" };
  expect(await run(job())).toMatchObject({ succeeded: false, attempts: 1 });
  scripts = { "a.cypher": "// roles\nCREATE ROLE ab IF NOT EXISTS;\nGRANT ROLE ab TO neo4j;\n" };
  expect(await run(job())).toEqual({ succeeded: true, attempts: 1, message: "" });
  expect(asked.at(-1)).toEqual(["neo4j", "graph", 7687]);
  expect(log.at(-1)).toContain("[neo4j]: GRANT ROLE ab TO neo4j");
});

test("a statement that is refused ends it, after all attempts, with its words and no password", async () => {
  scripts = { "a.cypher": "DROP ROLE nobody;\nCREATE ROLE never;\n" };
  const outcome = await run(job({}, 1));
  expect(outcome).toMatchObject({ succeeded: false, attempts: 2 });
  expect(outcome.message).toBe(
    "cypher-shell ended with exit code 1. Its last lines:\nFailed to delete the specified role 'nobody': Role does not exist.",
  );
  expect(log.join("\n")).not.toContain("never");
});

describe("what the node does not run:", () => {
  test.each<[Partial<V1Container>, string]>([
    [{ image: "busybox" }, "the image is 'busybox'"],
    [{ command: ["sh", "-c", "id"] }, 'the command is ["sh","-c","id"]'],
    [{ command: [] }, "the command is []"],
  ])("%j", async (changes, why) => {
    expect(await run(job(changes))).toEqual({
      succeeded: false,
      attempts: 0,
      message: `The sandbox runs Jobs of Neo4j's cypher-shell only: ${why}.`,
    });
  });

  test.each<[string[], string]>([
    [["-f", "/script/a.cypher"], "the address '-f' is that of no Service"],
    [
      ["-a", "bolt://192.0.2.1:7687", "-f", "x"],
      "the address 'bolt://192.0.2.1:7687' is that of no Service",
    ],
    [
      ["-a", "neo4j://graph:7687", "-f", "../../../../../../etc/passwd"],
      "cypher-shell ended with exit code 1",
    ],
  ])("the arguments %j", async (args, why) => {
    const { succeeded, message } = await run(job({ args }));
    expect(succeeded).toBe(false);
    expect(message).toContain(why);
    expect(message).not.toContain("root:");
  });
});
