import { readFileSync } from "node:fs";
import { vi } from "vitest";
import { parse } from "yaml";
import { type Recording, type RecordOptions, record } from "./pulumi.ts";

/**
 * The stacks whose graphs are committed: two that users start from, one that uses everything, one with
 * every kind of sign-in, and one of people alone.
 */
export const STACKS = ["dev", "prod", "full", "people", "people-alone"];

/** The settings of a stack file, decoded, without their namespace. */
export function stackSettings(stack: string): Record<string, unknown> {
  const folder = ["dev", "prod"].includes(stack) ? "" : "test/golden/";
  const file = new URL(`../../${folder}Pulumi.${stack}.yaml`, import.meta.url);
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("neo4j-okta:", ""), value]),
  );
}

/** Settings as the engine hands them out: text as it is, everything else as JSON. */
export function engineConfig(settings: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `neo4j-okta:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/** What `infra/index.ts` exports. */
export type Program = typeof import("../../infra/index.ts");

/** Answers of an imaginary Okta org, and secrets as the providers mark them. */
export const ORG = {
  calls: {
    "okta:auth/getServer:getServer": () => ({
      id: "aus00000000000000000",
      name: "default",
      audiences: ["api://default"],
      issuer: "https://example.okta.com/oauth2/default",
      status: "ACTIVE",
    }),
    "okta:group/getGroup:getGroup": ({ name }) => ({ id: `00g-${name}`, name }),
  },
  outputs: {
    "okta:auth/server:Server": ({ name, id, inputs }) => ({
      audiences: ["api://neo4j"],
      issuer: `https://example.okta.com/oauth2/${id || `${name}-id`}`,
      status: "ACTIVE",
      ...inputs,
    }),
    "okta:app/oAuth:OAuth": ({ name, inputs }) => ({
      clientId: `0oa-${name}`,
      clientSecret: `okta-made-secret-of-${name}`,
      ...inputs,
    }),
    "random:index/randomPassword:RandomPassword": () => ({ result: "break-glass-password" }),
  },
} satisfies RecordOptions;

/** Runs the whole program on settings. The date stands still, as expiry dates count. */
export async function recordProgram(
  settings: Record<string, unknown>,
  options: RecordOptions = {},
): Promise<Recording<Program>> {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T12:00:00Z") });
  try {
    return await record(() => import("../../infra/index.ts"), {
      ...ORG,
      config: engineConfig(settings),
      ...options,
    });
  } finally {
    vi.useRealTimers();
  }
}
