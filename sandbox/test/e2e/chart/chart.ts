import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { KubernetesObject } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { locateToolchain } from "../../../toolchain/index.ts";

const CHART = resolve(import.meta.dirname, "../../../neo4j/chart");

export type Values = Record<string, unknown>;
export type Rendered = KubernetesObject & {
  data?: Record<string, string>;
  spec?: Record<string, never>;
  metadata: { name: string; labels?: Record<string, string> };
};

let helm: string;
let directory: string;

/** Finds Helm and makes the folder that `closeChart` removes. */
export async function openChart(): Promise<void> {
  helm = (await locateToolchain()).helm.path;
  directory = await mkdtemp(join(tmpdir(), "chart-test-"));
}

export function closeChart(): Promise<void> {
  return rm(directory, { recursive: true, force: true });
}

const MINIMAL = {
  neo4j: { name: "graph", edition: "enterprise", acceptLicenseAgreement: "eval" },
  volumes: { data: { mode: "defaultStorageClass" } },
};

/** Lays values over others as Helm does. */
export function merge(base: Values, over: Values): Values {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    const nested = isMap(before) && isMap(value);
    merged[key] = nested ? merge(before, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export async function run(command: string[], values: Values): Promise<string> {
  const file = join(directory, "values.json");
  await writeFile(file, JSON.stringify(merge(MINIMAL, values)));
  const args = [...command, CHART, "--namespace", "neo4j", "--values", file];
  const { stdout } = await promisify(execFile)(helm, args);
  return stdout;
}

export function template(values: Values, release = "db"): Promise<string> {
  return run(["template", release], values);
}

export async function render(
  values: Values = {},
  release?: string,
): Promise<Map<string, Rendered>> {
  const text = await template(values, release);
  const documents = parseAllDocuments(text, { version: "1.1" }).map((document) => document.toJS());
  const objects = documents.filter((object): object is Rendered => object !== null);
  return new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

export async function refusal(values: Values): Promise<string> {
  const error = await template(values).catch((error: { stderr?: string }) => error);
  if (typeof error === "string") throw new Error("The chart rendered.");
  return error.stderr ?? "";
}

/** What is at a dotted path of a rendered object. */
export function at(object: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Values | undefined)?.[key], object);
}
