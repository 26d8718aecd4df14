import { afterEach, beforeEach, expect, test } from "vitest";
import type { Properties } from "../../../../plugins/protocol/values.ts";
import { FakeCluster } from "./support.ts";

const JOB = "kubernetes:batch/v1:Job";
const PATH = "/apis/batch/v1/namespaces/neo4j/jobs/database";

let cluster: FakeCluster;
beforeEach(async () => {
  cluster = new FakeCluster();
  await cluster.start();
});
afterEach(() => cluster.stop());

function job(image = "neo4j:5.26.30-enterprise"): Properties {
  const metadata = { name: "database", namespace: "neo4j" };
  const containers = [{ name: "cypher-shell", image }];
  const template = { spec: { containers, restartPolicy: "Never" } };
  return { apiVersion: "batch/v1", kind: "Job", metadata, spec: { template } };
}

/** The Job controller's word on it. */
async function ends(type: string, message = ""): Promise<void> {
  const { api } = cluster;
  await expect.poll(() => api.calls.includes(`GET ${PATH}`)).toBe(true);
  const condition = { type, status: "True", reason: "BackoffLimitExceeded", message };
  api.at(PATH).status = { conditions: [condition] };
}

test("a Job is made once it is complete, and another one takes its place", async () => {
  const { plugin } = cluster;
  const [made] = await Promise.all([plugin.make(JOB, job()), ends("Complete")]);
  expect(made.id).toBe("neo4j/database");
  const { inputs } = await plugin.check(JOB, job("neo4j:5.26.31-enterprise"));
  expect(await plugin.diff(JOB, made, inputs)).toMatchObject({
    changed: true,
    deleteBeforeReplace: true,
  });
  await plugin.remove(JOB, made);
});

test("one that fails is a failed resource, with what it printed", async () => {
  const failing = expect(cluster.plugin.make(JOB, job())).rejects.toThrow(
    "Job neo4j/database failed: BackoffLimitExceeded: Its last lines:\nRole does not exist.",
  );
  await ends("Failed", "Its last lines:\nRole does not exist.");
  await failing;
});
