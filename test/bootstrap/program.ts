import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, vi } from "vitest";
import { type RecordOptions, record } from "../support/pulumi.ts";

/** Keys at a URL for each identity. */
export const KEYS = {
  deployer: { jwksUri: "https://keys.example.com/deployer.json" },
  reviewer: { jwksUri: "https://keys.example.com/reviewer.json" },
  rotator: { jwksUri: "https://keys.example.com/rotator.json" },
};

/** What manages all apps. */
export const RIGHTS = {
  scopes: ["okta.apps.manage"],
  assignments: [{ role: "manage", permissions: ["okta.apps.manage"], resources: ["apps"] }],
};

/** The smallest plan of stack `prod`. */
export const PLAN = { version: 1, stack: "prod", identities: { deployer: RIGHTS } };

/** Runs the project for stack `prod` with this configuration, as the engine hands it out. */
export async function recordBootstrap(
  config: Record<string, unknown>,
  { stack = "prod", ...options }: RecordOptions = {},
) {
  vi.resetModules();
  const texts = Object.entries(config).map(([key, value]) => [
    `neo4j-okta-bootstrap:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const program = async () => (await import("../../bootstrap/index.ts")).identities;
  return record(program, { ...options, stack, config: Object.fromEntries(texts) });
}

/** The same, with a plan in a file of this text. */
export async function recordPlan(
  plan: unknown,
  config: Record<string, unknown> = {},
  options: RecordOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
  const path = join(folder, "plan.json");
  writeFileSync(path, typeof plan === "string" ? plan : JSON.stringify(plan));
  const settings = { orgUrl: "https://example.okta.com", plan: path, keys: KEYS, ...config };
  const recording = recordBootstrap(settings, options);
  return recording.finally(() => rmSync(folder, { recursive: true }));
}

/** What a run that has to be refused is refused with. */
export async function refusal(
  recording: Promise<unknown>,
): Promise<{ message: string; code: string }> {
  return recording.then(
    () => assert.fail("nothing was refused"),
    (error) => error,
  );
}
