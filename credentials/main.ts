import { lstat } from "node:fs/promises";
import { userInfo } from "node:os";
import writeFileAtomic from "write-file-atomic";
import { Neo4jOktaError } from "../access/errors.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import { readContract } from "../command/contract.ts";
import { accountIn, fieldsOf } from "./fields.ts";
import { parseOptions, usage } from "./options.ts";

/** The process around a run. */
export interface CredentialsSurroundings extends Omit<Surroundings, "input"> {
  /** True: people see what is written to standard output. */
  isTerminal: boolean;
}

/** @returns the exit status: 0 written, 2 usage, 3 not read or not written */
export async function main(argv: string[], around: CredentialsSurroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (options === undefined) return 0;
    const { format, output, show, account: name } = options;
    if (format.hasSecrets && around.isTerminal && output === undefined && !show) {
      throw usage("a terminal would show the secret: give --output FILE, a pipe, or --show");
    }
    const contract = await readContract(options, "credentials-contract");
    const account = accountIn(contract, name);
    if (account.disabled) around.writeError(`${name} is disabled: it gets no token.\n`);
    const text = format.render({
      fields: await fieldsOf(account, contract, options),
      account: name,
      secret: options.secret ?? { name: `${name}-okta` },
      entry: options.entry ?? name,
      store: options.store,
    });
    if (output === undefined) around.write(text);
    else {
      await writeOutput(output, text);
      around.writeError(`credentials in ${output}\n`);
      if (format.hasSecrets && options.boltUri === undefined) {
        around.writeError(
          `Neo4j is at ${contract.neo4j.boltUri}, inside the cluster; --bolt-uri gives another address.\n`,
        );
      }
    }
    return 0;
  } catch (error) {
    return exitOf(error, around, ["credentials-usage"]);
  }
}

/** Whole or not at all, and for its owner alone: the one who runs this. */
async function writeOutput(path: string, text: string): Promise<void> {
  if ((await lstat(path).catch(() => undefined))?.isSymbolicLink())
    throw refused(path, "it is a link");
  const { uid, gid } = userInfo();
  await writeFileAtomic(path, text, { mode: 0o600, chown: { uid, gid } }).catch(
    ({ code = "" }: NodeJS.ErrnoException) => {
      throw refused(path, code);
    },
  );
}

function refused(path: string, why: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "credentials-output",
    `--output ${path} cannot be written: ${why}. Fix: give a file in a folder that exists and that you may write to.`,
  );
}
