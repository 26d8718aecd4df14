import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { type AccessContract, accessContractSchema } from "../access/contract.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { pulumi } from "../command/pulumi.ts";
import type { Options } from "./options.ts";

/**
 * What the stack declares: its output `access`.
 *
 * @throws Neo4jOktaError `database-contract`, or as `pulumi` does
 */
export async function readContract({
  stack,
  contract,
  project,
}: Pick<Options, "stack" | "contract" | "project">): Promise<AccessContract> {
  const source = stack === undefined ? `--contract ${contract}` : `stack ${stack}`;
  const content =
    stack === undefined
      ? await readInput(contract ?? "", "--contract")
      : await outputOf(stack, project);
  const value = parse(content);
  const inside = z.looseObject({ access: z.unknown() }).safeParse(value);
  const parsed = accessContractSchema.safeParse(inside.success ? inside.data.access : value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Neo4jOktaError(
    "database-contract",
    `${source} holds no output access that this version reads: ${issue?.path.join(".")}: ${issue?.message}. Fix: run pulumi up with this version of the program.`,
  );
}

function outputOf(stack: string, project: string): Promise<string> {
  return pulumi(["stack", "output", "access", "--json", "--stack", stack], {
    project,
    otherwise: "give the output access with --contract FILE",
  });
}

/**
 * First passwords by user; none without a file. Nothing of it is ever in a message.
 *
 * @throws Neo4jOktaError `database-passwords`
 */
export async function readPasswords(
  path: string | undefined,
  input: NodeJS.ReadableStream,
): Promise<ReadonlyMap<string, string>> {
  if (path === undefined) return new Map();
  const content = path === "-" ? await text(input) : await readInput(path, "--passwords");
  const passwords = z.record(z.string(), z.string()).safeParse(parse(content));
  if (passwords.success) return new Map(Object.entries(passwords.data));
  throw new Neo4jOktaError(
    "database-passwords",
    `--passwords ${path} is no JSON object of user names and passwords.`,
  );
}

async function readInput(path: string, option: "--contract" | "--passwords"): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Neo4jOktaError(
      option === "--contract" ? "database-contract" : "database-passwords",
      `${option} ${path} cannot be read: ${code === "ENOENT" ? "there is no such file" : code}.`,
    );
  }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
