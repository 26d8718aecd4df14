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

/** @throws what `usage` makes, unless the command line names one source, and a stack by a name */
export function refuseSource(
  { stack, contract }: Pick<ContractSource, "stack" | "contract">,
  usage: (message: string) => Error,
): void {
  if ((stack === undefined) === (contract === undefined)) {
    throw usage("give either --stack NAME or --contract FILE");
  }
  if (stack?.startsWith("-")) throw usage(`--stack ${stack} is no stack name`);
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
