import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clusterFindings } from "../../doctor/cluster/checks.ts";
import { clusterVerbs } from "../../doctor/cluster/needed.ts";
import { readPreview } from "../../review/preview.ts";
import { recordedPreview } from "../support/recorded-preview.ts";

/** An API server that judges access reviews and does nothing else. */
let folder: string;
let denied: (verb: string, resource: string) => boolean;
const asked: { verb: string; group: string; resource: string; namespace?: string }[] = [];

const server = createServer(async (request, response) => {
  const { spec } = JSON.parse(await text(request));
  const attributes = spec.resourceAttributes;
  asked.push(attributes);
  const allowed = !denied(attributes.verb, attributes.resource);
  response.writeHead(201, { "content-type": "application/json" });
  response.end(
    JSON.stringify({
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec,
      status: { allowed },
    }),
  );
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "one",
        cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true },
      },
    ],
    users: [{ name: "deployer", user: {} }],
    contexts: [
      { name: "stack", context: { cluster: "one", user: "deployer" } },
      { name: "elsewhere", context: { cluster: "none", user: "deployer" } },
    ],
    "current-context": "stack",
  };
  await writeFile(join(folder, "config"), JSON.stringify(kubeconfig));
  process.env.KUBECONFIG = join(folder, "config");
});

afterAll(async () => {
  delete process.env.KUBECONFIG;
  server.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  asked.splice(0);
  denied = () => false;
});

const VERBS = clusterVerbs(readPreview(recordedPreview("account-new", "dedicated")));

describe("the verbs of a deployment", () => {
  test("are those of its namespace, its Secrets and its Helm release", () => {
    const one = (resource: string, namespace?: string) =>
      VERBS.filter((verb) => verb.resource === resource && verb.namespace === namespace)
        .map(({ verb }) => verb)
        .sort();
    expect(one("namespaces")).toEqual(["create", "delete", "get", "patch"]);
    expect(one("secrets", "neo4j")).toEqual(["create", "delete", "get", "list", "patch", "update"]);
    expect(one("statefulsets", "neo4j")).toEqual(["create", "delete", "get", "list", "patch"]);
    expect(one("pods", "neo4j")).toEqual(["get", "list"]);
    expect(new Set(VERBS.map((verb) => JSON.stringify(verb))).size).toBe(VERBS.length);
  });
});

describe("the cluster", () => {
  test("is asked for each, and nothing else", async () => {
    const [finding, ...others] = await clusterFindings(VERBS, undefined);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      status: "ok",
      found: `all ${VERBS.length} verbs of the deployment are allowed`,
    });
    expect(asked).toHaveLength(VERBS.length);
  });

  test("that allows less is told what it lacks, with the line that mends it", async () => {
    denied = (verb, resource) => resource === "statefulsets" && verb !== "get";
    expect(await clusterFindings(VERBS, "stack")).toEqual([
      {
        id: "cluster.rights",
        status: "failed",
        what: "statefulsets.apps in neo4j",
        found: "the cluster does not allow create, list, patch, delete",
        fix: "kubectl create role neo4j-okta-statefulsets -n neo4j --verb=create,list,patch,delete --resource=statefulsets.apps, and bind it to the deployer",
      },
    ]);
  });

  test("lacks what is in no namespace by a cluster role", async () => {
    denied = (_verb, resource) => resource === "namespaces";
    const [finding] = await clusterFindings(VERBS, undefined);
    expect(finding?.what).toBe("namespaces in the cluster");
    expect(finding?.fix).toMatch(/^kubectl create clusterrole neo4j-okta-namespaces --verb=/);
  });

  test("of a context that the kubeconfig does not have is not looked at", async () => {
    expect(await clusterFindings(VERBS, "other")).toEqual([
      {
        id: "cluster.rights",
        status: "not-looked-at",
        what: "rights in the cluster",
        found: "the kubeconfig has no context other",
        fix: "give one of stack, elsewhere with --context",
      },
    ]);
  });

  test("that does not answer is not looked at", async () => {
    const [finding] = await clusterFindings(VERBS, "elsewhere");
    expect(finding).toMatchObject({ status: "not-looked-at" });
    expect(finding?.fix).toContain("--okta-only");
  });
});
