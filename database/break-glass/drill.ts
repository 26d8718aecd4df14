import { z } from "zod";
import { visible } from "../../access/visible.ts";
import type { Administrator } from "../../neo4j-client/administrator.ts";
import { type Neo4j, Neo4jFailure } from "../../neo4j-client/client.ts";

/** What a drill found out: the file of `--evidence`, and what `--json` prints. It holds no password. */
export const drillSchema = z
  .strictObject({
    version: z.literal(1),
    stack: z.string().describe("The stack, or the file with its contract."),
    at: z.iso.datetime().describe("When it was held, UTC."),
    neo4j: z.strictObject({
      address: z.string().describe("Bolt address."),
      version: z.string().optional().describe("Version of the server; absent if it let nobody in."),
    }),
    user: z.string().describe("Who logged in."),
    worked: z.boolean().describe("True: every check passed."),
    checks: z.array(
      z.strictObject({
        id: z.enum(["login", "admin", "users", "roles", "settings"]),
        passed: z.boolean(),
        found: z.string().describe("What was found, or the refusal."),
      }),
    ),
  })
  .describe("A break-glass drill: the sealed password was tried.");

/** The same. */
export type Drill = z.infer<typeof drillSchema>;
type Checked = Drill["checks"][number];

/**
 * Tries the sealed password: who it logs in, and whether that user could look after users, roles and
 * settings while nobody else can. It changes nothing.
 *
 * @throws {Neo4jFailure} `neo4j-unreachable`: nobody knows whether it works
 */
export async function checksOf(neo4j: Neo4j, administrator: Administrator): Promise<Checked[]> {
  const login = await check("login", async () => {
    const { name, roles } = await neo4j.currentUser(administrator.auth);
    return { passed: true, found: `${name} with ${roles.join(", ") || "no role"}`, roles };
  });
  if (!login.passed) return [login];
  const isAdmin = login.found.split(/ with |, /).includes("admin");
  const admin: Checked = {
    id: "admin",
    passed: isAdmin,
    found: isAdmin ? "the role admin" : "no role admin",
  };
  return [
    login,
    admin,
    await check("users", async () => counted((await administrator.users()).length, "user")),
    await check("roles", async () => counted((await administrator.roles()).length, "role")),
    await check("settings", async () => counted((await administrator.running()).size, "setting")),
  ];
}

function counted(count: number, what: string): { passed: boolean; found: string } {
  return { passed: count > 0, found: `sees ${count} ${what}${count === 1 ? "" : "s"}` };
}

async function check(
  id: Checked["id"],
  look: () => Promise<{ passed: boolean; found: string }>,
): Promise<Checked> {
  try {
    const { passed, found } = await look();
    return { id, passed, found };
  } catch (error) {
    if (!(error instanceof Neo4jFailure) || error.code !== "neo4j-refused") throw error;
    return { id, passed: false, found: error.message };
  }
}

/** The drill for people. */
export function drillText({ stack, at, neo4j, worked, checks }: Drill): string {
  const verdict = worked
    ? "The break-glass password works"
    : "The break-glass password does not get you out of trouble";
  const version = neo4j.version === undefined ? "Neo4j" : `Neo4j ${neo4j.version}`;
  return [
    `${verdict}: ${stack}, ${version} at ${neo4j.address}, ${at}.`,
    ...checks.map(({ id, passed, found }) => `  ${passed ? "ok  " : "FAIL"} ${id}: ${found}`),
    "",
  ]
    .map(visible)
    .join("\n");
}
