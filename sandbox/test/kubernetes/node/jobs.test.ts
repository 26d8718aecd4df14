import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchV1Api, CoreV1Api } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Jobs } from "../../../kubernetes/node/jobs.ts";
import { Watches } from "../../../kubernetes/node/watch.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let server: ApiServer;
let directory: string;
let watches: Watches;
let jobs: Jobs;
let events: string[];

beforeEach(async () => {
  server = await startApiServer();
  directory = await mkdtemp(join(tmpdir(), "jobs-test-"));
  watches = new Watches(server.kubeConfig, (message) => events.push(message));
  events = [];
  jobs = new Jobs({
    api: server.kubeConfig.makeApiClient(BatchV1Api),
    core: server.kubeConfig.makeApiClient(CoreV1Api),
    directory,
    endpoint: () => Promise.reject(new Error("Service neo4j/graph has no ready Pod")),
    firstMs: 1,
    onEvent: (type, namespace, name, message) => {
      events.push(`${type} ${namespace}/${name}: ${message}`);
    },
  });
});
afterEach(async () => {
  await watches.stop();
  await jobs.stop();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

const container = {
  name: "cypher-shell",
  image: "neo4j:5.26.30-enterprise",
  command: ["cypher-shell"],
  args: ["-a", "neo4j://graph:7687", "-f", "/script/a.cypher"],
};
const job = {
  metadata: { name: "database", namespace: "neo4j", uid: "j1" },
  spec: { backoffLimit: 2, template: { spec: { containers: [container] } } },
};
const STATUS = "PATCH /apis/batch/v1/namespaces/neo4j/jobs/database/status";

test("a Job that fails each time ends as the Job controller would say it, with the reason", async () => {
  const statuses = server.inbox(STATUS);
  server.collections({ jobs: [job] });
  await jobs.watch(watches);
  const message = "Service neo4j/graph has no ready Pod";
  const condition = { status: "True", reason: "BackoffLimitExceeded", message };
  expect(await statuses.find(() => true)).toMatchObject({
    metadata: { uid: "j1" },
    status: {
      failed: 3,
      startTime: expect.any(String),
      conditions: [
        { type: "FailureTarget", ...condition },
        { type: "Failed", ...condition },
      ],
    },
  });
});

test("a Job that has ended is not run again", async () => {
  const statuses = server.inbox(STATUS);
  const over = { conditions: [{ type: "Complete", status: "True" }] };
  const other = { ...job, metadata: { ...job.metadata, name: "over", uid: "j0" }, status: over };
  server.collections({ jobs: [other, job] });
  await jobs.watch(watches);
  await statuses.find(() => true);
  expect(server.requests.filter((request) => request.includes("/jobs/over"))).toEqual([]);
});
