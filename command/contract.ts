import type { Command } from "commander";
import { z } from "zod";
import { type AccessContract, accessContractSchema } from "../access/contract.ts";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { readGivenFile } from "./given-file.ts";
import { pulumi } from "./pulumi.ts";

/** Where a command reads what a stack declares: from its output, or from a file that holds it. */
export interface ContractSource {
  stack?: string;
  contract?: string;
  project: string;
}

/** Adds the options that say where the contract comes from. */
export function contractOptions(command: Command): Command {
  return command
    .option("--stack <name>", "read the outputs of this stack through the Pulumi CLI")
    .option(
      "--contract <file>",
      "read the contract (stack output access, or all outputs) from JSON",
    );
}

/**
 * What the stack declares: its output `access`.
 *
 * @param code of an error about it
 * @throws Neo4jOktaError with that code, or as `pulumi` does
 */
export async function readContract(
  { stack, contract, project }: ContractSource,
  code: ErrorCode,
): Promise<AccessContract> {
  const source = stack === undefined ? `--contract ${contract}` : `stack ${stack}`;
  const content =
    stack === undefined ? await readInput(contract ?? "", code) : await outputOf(stack, project);
  const value = jsonOf(content);
  const inside = z.looseObject({ access: z.unknown() }).safeParse(value);
  const parsed = accessContractSchema.safeParse(inside.success ? inside.data.access : value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Neo4jOktaError(
    code,
    `${source} holds no output access that this version reads: ${["access", ...(issue?.path ?? [])].join(".")}: ${issue?.message}. Fix: run pulumi up with this version of the program.`,
  );
}

function outputOf(stack: string, project: string): Promise<string> {
  return pulumi(["stack", "output", "access", "--json", "--stack", stack], {
    project,
    otherwise: "give the output access with --contract FILE",
  });
}

function readInput(path: string, code: ErrorCode): Promise<string> {
  return readGivenFile(path, (what) => new Neo4jOktaError(code, `--contract ${path} ${what}`));
}
