import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { parseOptions as parseRotation } from "../../rotation/options.ts";

const FOLDER = resolve(import.meta.dirname, "../../gitops/operator");

function read(file: string): string {
  return readFileSync(`${FOLDER}/${file}`, "utf8");
}

/** Fields of a Stack that the operator's reference names, with their types, as far as they are used. */
const STACK: Readonly<Record<string, string>> = {
  stack: "string",
  projectRepo: "string",
  branch: "string",
  backend: "string",
  secretsProvider: "string",
  useLocalStackOnly: "boolean",
  destroyOnFinalize: "boolean",
  refresh: "boolean",
  resyncFrequencySeconds: "number",
  serviceAccountName: "string",
  workspaceReclaimPolicy: "string",
  gitAuth: "object",
  envRefs: "object",
  workspaceTemplate: "object",
};
const WORKSPACE = ["image", "securityProfile", "resources"];

test("the stack has fields that the operator knows, and none that it calls old", () => {
  const { apiVersion, kind, spec } = parse(read("stack.yaml"));
  expect([apiVersion, kind]).toEqual(["pulumi.com/v1", "Stack"]);
  const types = Object.entries(spec).map(([name, value]) => [name, typeof value]);
  expect(Object.fromEntries(types)).toEqual(STACK);
  expect(Object.keys(spec.workspaceTemplate.spec)).toEqual(WORKSPACE);
});

test("the stack names its secrets provider, is never made by a slip, and outlives its object", () => {
  const { spec } = parse(read("stack.yaml"));
  expect(spec.secretsProvider).toMatch(/^awskms:\/\//);
  expect([spec.useLocalStackOnly, spec.destroyOnFinalize]).toEqual([true, false]);
});

test("no manifest holds a secret, and images are named by digest", () => {
  for (const file of ["namespaces.yaml", "rbac.yaml", "stack.yaml"]) {
    const kinds = parseAllDocuments(read(file)).map((document) => document.toJS().kind);
    expect(kinds).not.toContain("Secret");
  }
  const { spec } = parse(read("stack.yaml"));
  expect(spec.workspaceTemplate.spec.image).toMatch(/@sha256:[0-9a-f]{64}$/);
  for (const reference of Object.values(spec.envRefs))
    expect(reference).toHaveProperty("secret.name");
});

test("the deploying identity may read and write in Neo4j's namespace, and nowhere else", () => {
  const documents = parseAllDocuments(read("rbac.yaml")).map((document) => document.toJS());
  const roles = documents.filter(({ kind }) => kind === "Role" || kind === "ClusterRole");
  expect(roles.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
    ["Role", "neo4j"],
  ]);
  expect(JSON.stringify(roles)).not.toContain('"*"');
  const everywhere = documents.filter(({ kind }) => kind === "ClusterRoleBinding");
  expect(everywhere.map(({ roleRef }) => roleRef.name)).toEqual(["system:auth-delegator"]);
});

test("a rotation in the cluster may read and change Secrets that are named, and see Pods", () => {
  const documents = parseAllDocuments(read("rotation.yaml")).map((document) => document.toJS());
  const rules = documents.flatMap(({ rules = [] }) => rules);
  expect(rules.length).toBe(3);
  for (const { resources, resourceNames = [], verbs } of rules) {
    const isPods = resources[0] === "pods";
    expect([resources, verbs]).toEqual(
      isPods ? [["pods"], ["list"]] : [["secrets"], ["get", "update"]],
    );
    expect(resourceNames.length > 0).toBe(!isPods);
  }
  const [{ spec }] = documents.filter(({ kind }) => kind === "CronJob");
  expect(spec.concurrencyPolicy).toBe("Forbid");
  const [container] = spec.jobTemplate.spec.template.spec.containers;
  expect(container.image).toMatch(/@sha256:[0-9a-f]{64}$/);
  expect(parseRotation(container.args, () => {})).toMatchObject({ account: ["etl-loader"] });
});
