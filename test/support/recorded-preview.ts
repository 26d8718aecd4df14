import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(import.meta.dirname, "../golden/review/previews");

/** Differ from run to run, and nobody reads them. */
const NOISE = new Set([
  "sourcePosition",
  "stackTrace",
  "created",
  "modified",
  "createdBy",
  "lastUpdated",
  "lastUpdatedBy",
  "detailedDiff",
  "dependencies",
  "provider",
  "credentialsLastRotated",
  "credentialsNextRotation",
  "__meta",
  "__pulumi_raw_state_delta",
]);

interface Step {
  op: string;
  urn: string;
  oldState?: { type?: string };
  newState?: { type?: string };
}

interface Preview {
  steps: Step[];
  changeSummary: Record<string, number>;
  diagnostics?: unknown;
}

/**
 * What `pulumi preview --json --show-sames` printed, without what differs from run to run: order of the
 * steps, addresses, Okta's ids, times, and what a cluster answers.
 */
export function recordable(text: string): Preview {
  const { steps, changeSummary } = JSON.parse(text) as Preview;
  const sorted = steps.toSorted((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
  return withStableNames({ steps: sorted.map(withoutNoise) as Step[], changeSummary });
}

/** With the same addresses and ids of Okta's in every run. */
export function withStableNames<T>(value: T): T {
  const ids = new Map<string, string>();
  const stable = JSON.stringify(value)
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "https://example.okta.com")
    .replace(/\b(0oa|aus|scp|ocl|00p|0pr|00g|tos|rst)[A-Za-z0-9]{17}\b/g, (id, prefix: string) => {
      const known = ids.get(id) ?? `${prefix}${String(ids.size + 1).padStart(17, "0")}`;
      ids.set(id, known);
      return known;
    });
  return withOrderedIds(JSON.parse(stable)) as T;
}

/** Lists of ids, which are in the order of the ids that Okta chose. */
function withOrderedIds(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, withOrderedIds(item)]);
    return Object.fromEntries(entries);
  }
  const items = value.map(withOrderedIds);
  return items.every((item) => /^00g\d{17}$/.test(String(item))) ? items.sort() : items;
}

/** Without what differs from run to run, with what a resource comes from in one order. */
export function withoutNoise(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(withoutNoise);
    return items.every((item) => String(item).startsWith("urn:pulumi:")) ? items.sort() : items;
  }
  const type = (value as { type?: unknown }).type;
  const isOfCluster = typeof type === "string" && type.startsWith("kubernetes:");
  const isServer = "credentialsLastRotated" in value;
  // Okta numbers the groups of an app as they come.
  const isAssignment = "retainAssignment" in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !NOISE.has(key))
      .filter(([key]) => !(isOfCluster && key === "outputs") && !(isServer && key === "kid"))
      .filter(([key]) => !(isAssignment && key === "priority"))
      .map(([key, item]) => [key, withoutNoise(item)]),
  );
}

/** A preview as it is kept: its unchanged steps are those of its base, by URN. */
export function kept(preview: Preview, base: Preview): unknown {
  const known = new Map(base.steps.map((step) => [step.urn, JSON.stringify(step)]));
  const same = preview.steps.filter((step) => known.get(step.urn) === JSON.stringify(step));
  return {
    unchanged: same.map(({ urn }) => urn),
    changeSummary: preview.changeSummary,
    steps: preview.steps.filter((step) => !same.includes(step)),
  };
}

/** The whole of a recorded preview, as text. */
export function recordedPreview(name: string, base: string): string {
  const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, `${file}.json`), "utf8"));
  const { unchanged, ...own } = read(name) as Preview & { unchanged: string[] };
  const { steps } = read(base) as Preview;
  return JSON.stringify({
    ...own,
    steps: [...own.steps, ...steps.filter(({ urn }) => unchanged.includes(urn))],
  });
}
