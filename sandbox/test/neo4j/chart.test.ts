import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const CHART = resolve(import.meta.dirname, "../../neo4j/chart");
const TEMPLATES = join(CHART, "templates");

const read = (path: string) => readFileSync(join(CHART, path), "utf8");

test("is told apart from other charts as the official one is", () => {
  const chart = parse(read("Chart.yaml"));
  expect(chart).toMatchObject({ apiVersion: "v2", name: "neo4j" });
  expect(chart.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(chart.appVersion).toBe(chart.version);
});

test("every value that a template reads is in values.yaml, or is one that it refuses", () => {
  const values = parse(read("values.yaml"));
  const unlisted = new Set<string>();
  for (const file of readdirSync(TEMPLATES)) {
    const text = readFileSync(join(TEMPLATES, file), "utf8");
    for (const [, path = ""] of text.matchAll(/\.Values\.([A-Za-z0-9.]+)/g)) {
      let value: unknown = values;
      for (const key of path.split(".")) {
        const known = typeof value === "object" && value !== null && key in value;
        if (!known && Object.keys(value ?? {}).length > 0) unlisted.add(path);
        value = (value as Record<string, unknown> | undefined)?.[key];
      }
    }
  }
  expect([...unlisted].sort()).toEqual(["podSpec.dnsPolicy", "podSpec.topologySpreadConstraints"]);
});

test("starts from the official chart's defaults", () => {
  const values = parse(read("values.yaml"));
  expect(values).toMatchObject({
    config: { "server.config.strict_validation.enabled": "false" },
    logInitialPassword: true,
    neo4j: { name: "", edition: "community", acceptLicenseAgreement: "no", password: "" },
    podSpec: { podAntiAffinity: true, terminationGracePeriodSeconds: 3600 },
    services: { neo4j: { enabled: true, spec: { type: "LoadBalancer" } } },
    volumes: { data: { mode: "" } },
  });
});

test("has no schema, because the official one has none: unknown keys are ignored", () => {
  expect(readdirSync(CHART)).not.toContain("values.schema.json");
});
