import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { neo4jImage } from "../../../components/neo4j/chart.ts";
import {
  DatabaseScript,
  type DatabaseScriptArgs,
} from "../../../components/neo4j/database-script.ts";
import { inputsOf, record } from "../../support/pulumi.ts";

const PASSWORD = "hunter2hunter2";

async function declare(changes: Partial<DatabaseScriptArgs> = {}) {
  const { resources } = await record(
    () =>
      new DatabaseScript("database", {
        namespace: "graph",
        release: "db",
        image: "neo4j:5.26.30-enterprise",
        boltUri: "neo4j://db.graph.svc.cluster.local:7687",
        script: "CREATE ROLE a IF NOT EXISTS;\n",
        login: pulumi.output({ username: "neo4j", password: PASSWORD }),
        ...changes,
      }),
  );
  return resources;
}

interface Job {
  metadata: { name: string; namespace: string };
  spec: { template: { spec: Record<string, unknown> & { containers: Record<string, unknown>[] } } };
}

test("the Job runs the script with the image's cypher-shell, as nobody else than its user", async () => {
  const resources = await declare({ imagePullSecrets: ["registry"] });
  const job = inputsOf(resources, "database-job") as unknown as Job;
  const script = inputsOf(resources, "database-script") as {
    metadata: { name: string };
    data: object;
  };
  expect(job.metadata).toMatchObject({ namespace: "graph" });
  expect(job.metadata.name).toMatch(/^db-database-[0-9a-f]{10}$/);
  expect(script.metadata.name).toBe(job.metadata.name);
  expect(script.data).toEqual({ "database.cypher": "CREATE ROLE a IF NOT EXISTS;\n" });
  const { spec } = job.spec.template;
  expect(spec).toMatchObject({
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    imagePullSecrets: [{ name: "registry" }],
    securityContext: { runAsNonRoot: true, runAsUser: 7474 },
    containers: [
      {
        image: "neo4j:5.26.30-enterprise",
        command: ["cypher-shell"],
        args: [
          "-a",
          "neo4j://db.graph.svc.cluster.local:7687",
          "-d",
          "system",
          "--fail-fast",
          "-f",
          "/script/database.cypher",
        ],
        terminationMessagePolicy: "FallbackToLogsOnError",
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  });
});

test("the password is in the Secret alone, and secret", async () => {
  const resources = await declare();
  const { stringData } = inputsOf(resources, "database-login");
  expect(stringData).toEqual({
    secret: { NEO4J_USERNAME: "neo4j", NEO4J_PASSWORD: PASSWORD },
  });
  const others = resources.filter(({ name }) => name !== "database-login");
  expect(JSON.stringify(others)).not.toContain(PASSWORD);
});

test("another script or image is another Job, whose name Kubernetes takes", async () => {
  const nameOf = async (changes: Partial<DatabaseScriptArgs>) =>
    (inputsOf(await declare(changes), "database-job") as unknown as Job).metadata.name;
  const names = [
    await nameOf({}),
    await nameOf({ script: "CREATE ROLE b IF NOT EXISTS;\n" }),
    await nameOf({ image: "neo4j:5.26.31-enterprise" }),
    await nameOf({ release: `${"x".repeat(39)}-${"y".repeat(13)}` }),
  ];
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])$/);
});

test.each([
  [{ version: "5.26.30" }, undefined, "neo4j:5.26.30-enterprise"],
  [{ version: "2026.6.0" }, undefined, "neo4j:2026.06.0-enterprise"],
  [{ version: "2025.11.2" }, "", "neo4j:2025.11.2-enterprise"],
  [{ path: "./chart" }, undefined, undefined],
  [
    { path: "./chart" },
    "registry.example.com/neo4j:5-enterprise",
    "registry.example.com/neo4j:5-enterprise",
  ],
])("the image of %j beside %j is %s", (chart, custom, image) => {
  expect(neo4jImage(chart, custom)).toBe(image);
});
