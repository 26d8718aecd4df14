import { z } from "zod";
import { visible } from "../access/visible.ts";
import { STEP_KINDS } from "./step.ts";

const names = z.array(z.string());

/** What `npm run database -- --json` prints. It holds no password. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    neo4j: z
      .strictObject({
        address: z.string().describe("Bolt address that was looked at."),
        version: z.string().describe("Version of the server, e.g. 5.26.30."),
      })
      .describe("The database."),
    applied: z.boolean().describe("True: the steps were run, and the database is as declared."),
    steps: z
      .array(
        z.strictObject({
          kind: z.enum(STEP_KINDS),
          cypher: z
            .string()
            .describe("Statement for the database system; $password is a password."),
          passwordOf: z.string().optional().describe("The user whose password it sets."),
        }),
      )
      .describe("What brings the database to what is declared, in its order."),
    undeclared: z
      .strictObject({ roles: names, users: names, authRules: names })
      .describe("What is there, nobody declared, and is left alone."),
  })
  .describe("The difference between what a stack declares and what is in its Neo4j.");

/** The same. */
export type Report = z.infer<typeof reportSchema>;

/** The report for people: the statements can be given to cypher-shell. */
export function reportText({ neo4j, applied, steps, undeclared }: Report): string {
  const { address, version } = neo4j;
  const what =
    steps.length === 0
      ? "is as declared"
      : applied
        ? `was brought to what is declared by ${count(steps.length)}`
        : `differs from what is declared by ${count(steps.length)}`;
  const left = [
    ["roles", undeclared.roles],
    ["users", undeclared.users],
    ["auth rules", undeclared.authRules],
  ].flatMap(([kind, list]) => (list?.length ? [`${kind} ${[list].flat().join(", ")}`] : []));
  return [
    `Neo4j ${version} at ${address} ${what}.`,
    ...(steps.length === 0 ? [] : ["", ...steps.map(({ cypher }) => `${cypher};`)]),
    ...(left.length === 0 ? [] : ["", `Not declared, and left alone: ${left.join("; ")}.`]),
    "",
  ]
    .map(visible)
    .join("\n");
}

function count(steps: number): string {
  return steps === 1 ? "1 statement" : `${steps} statements`;
}
