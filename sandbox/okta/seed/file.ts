import { readFile } from "node:fs/promises";
import { z } from "zod";
import { SandboxError } from "../../errors.ts";
import { STANDARD_ROLE_TYPES } from "../rights/standard-roles.ts";

/** An object as Okta's management API takes it; what is in it is judged by the endpoint that makes it. */
const document = z.looseObject({});
const names = z.array(z.string());

const named = z.looseObject({ include: names, exclude: names }).partial().optional();

/** A rule, which may name the org's groups and users in place of their ids. */
const rule = z.looseObject({
  conditions: z
    .looseObject({ people: z.looseObject({ groups: named, users: named }).optional() })
    .optional(),
});

const user = z.looseObject({
  status: z.enum(["STAGED", "PROVISIONED", "ACTIVE", "SUSPENDED", "DEPROVISIONED"]).optional(),
  groups: names.optional(),
});

const server = z.looseObject({
  name: z.string(),
  scopes: z.array(document).default([]),
  claims: z.array(document).default([]),
  policies: z.array(z.looseObject({ rules: z.array(rule).default([]) })).default([]),
});

const app = z.looseObject({
  status: z.enum(["ACTIVE", "INACTIVE"]).optional(),
  groups: names.optional(),
  users: names.optional(),
});

/** An API token, with the login of its owner and the standard admin role that bounds it. */
export const apiTokenSchema = z.strictObject({
  owner: z.string(),
  token: z.string().min(20).max(200),
  role: z.enum(STANDARD_ROLE_TYPES).default("SUPER_ADMIN"),
});

/** What a seed file may hold: Okta's documents, those of children inside their parents. */
const seedSchema = z.strictObject({
  $schema: z.string().optional(),
  groups: z.array(document).default([]),
  users: z.array(user).default([]),
  apps: z.array(app).default([]),
  authorizationServers: z.array(server).default([]),
  trustedOrigins: z.array(document).default([]),
  apiTokens: z.array(apiTokenSchema).optional(),
});

/** A rule of a seed's policy. */
export type SeedRule = z.output<typeof rule>;

/** A user of a seed, with names of groups. */
export type SeedUser = z.output<typeof user>;

/** An app of a seed, with names of groups and logins of users. */
export type SeedApp = z.output<typeof app>;

/** An authorization server of a seed, with what belongs to it. */
export type SeedServer = z.output<typeof server>;

/** An API token of a seed, with the login of its owner. */
export type SeedApiToken = z.output<typeof apiTokenSchema>;

/** What an org holds from its start, besides what a new org has. */
export type Seed = z.output<typeof seedSchema>;

/**
 * Reads a seed file. No message shows a value of it, since it may hold secrets.
 *
 * @throws SandboxError `seed-invalid`
 */
export async function readSeed(file: string): Promise<Seed> {
  const text = await readFile(file, "utf8").catch(({ code }: NodeJS.ErrnoException) => {
    throw invalid(file, `cannot be read (${code})`);
  });
  const parsed = seedSchema.safeParse(jsonOf(file, text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const keys = issue.code === "unrecognized_keys" ? `: ${issue.keys.join(", ")}` : "";
    const problem = issue.code === "unrecognized_keys" ? "unknown field" : issue.message;
    return `${issue.path.join(".") || "the file"}: ${problem}${keys}`;
  });
  throw invalid(file, problems.join("; "));
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message itself quotes the text.
    const place = /line \d+ column \d+/.exec(String(error))?.[0];
    throw invalid(file, `is not JSON${place === undefined ? "" : `, at ${place}`}`);
  }
}

function invalid(file: string, problem: string): SandboxError {
  return new SandboxError("seed-invalid", `Seed file ${file}: ${problem}.`, { exitCode: 2 });
}
