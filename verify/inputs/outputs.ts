import { z } from "zod";
import {
  type AccessContract,
  type AccountCredentials,
  accessContractSchema,
  type BreakGlassCredentials,
} from "../../access/contract.ts";
import { pulumi } from "../../command/pulumi.ts";
import { VerifyError } from "../errors.ts";
import { readJsonFile } from "./json-file.ts";

/** What verification reads of a stack. */
export interface StackOutputs {
  contract: AccessContract;
  credentials: AccountCredentials;
  breakGlass?: BreakGlassCredentials;
}

const credentialsSchema = z.record(
  z.string(),
  z.looseObject({ clientId: z.string(), clientSecret: z.string() }),
);
const breakGlassSchema = z.looseObject({ username: z.string(), password: z.string() });

/**
 * The outputs of a deployed stack, through the Pulumi CLI.
 *
 * @throws {VerifyError} with a sentence for a missing CLI, an unknown stack, or a missing output
 */
export async function readStack(stack: string, project?: string): Promise<StackOutputs> {
  const text = await pulumi(["stack", "output", "--json", "--show-secrets", "--stack", stack], {
    ...(project === undefined ? {} : { project }),
    otherwise: "give the outputs with --contract FILE",
  });
  let outputs: unknown;
  try {
    outputs = JSON.parse(text);
  } catch {
    throw new VerifyError(
      "verify-stack-output",
      `pulumi stack output --json of stack ${stack} did not print JSON.`,
    );
  }
  return parseOutputs(outputs as Record<string, unknown>, `stack ${stack}`);
}

/** A contract file: the output `access` by itself, or a JSON of all outputs. */
export async function readContractFile(path: string): Promise<StackOutputs> {
  const content = await readJsonFile(path, "--contract");
  return "issuer" in content
    ? parseOutputs({ access: content }, `--contract ${path}`)
    : parseOutputs(content, `--contract ${path}`);
}

/** A file with the output `credentials`, or with all outputs. */
export async function readCredentialsFile(path: string): Promise<Omit<StackOutputs, "contract">> {
  const content = await readJsonFile(path, "--credentials");
  const all = "credentials" in content ? content : { credentials: content };
  return parseSecrets(all, `--credentials ${path}`);
}

function parseOutputs(outputs: Record<string, unknown>, source: string): StackOutputs {
  if (outputs.access === undefined) {
    throw new VerifyError(
      "verify-output-missing",
      `${source} has no output "access". Run pulumi up first, with a version of this program that exports it.`,
    );
  }
  const contract = accessContractSchema.safeParse(outputs.access);
  if (!contract.success) {
    const [issue] = contract.error.issues;
    throw new VerifyError(
      "verify-contract",
      `${source}: the output "access" is not a contract that this version reads: ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }
  return { contract: contract.data, ...parseSecrets(outputs, source) };
}

function parseSecrets(
  outputs: Record<string, unknown>,
  source: string,
): Omit<StackOutputs, "contract"> {
  const credentials = credentialsSchema.safeParse(outputs.credentials ?? {});
  const breakGlass = breakGlassSchema.optional().safeParse(outputs.breakGlass);
  if (!credentials.success || !breakGlass.success) {
    const name = credentials.success ? "breakGlass" : "credentials";
    throw new VerifyError(
      "verify-credentials",
      `${source}: "${name}" does not have the shape of the stack output ${name}.`,
    );
  }
  return {
    credentials: credentials.data,
    ...(breakGlass.data ? { breakGlass: breakGlass.data } : {}),
  };
}
