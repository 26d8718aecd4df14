import neo4j from "neo4j-driver";
import writeFileAtomic from "write-file-atomic";
import { type ErrorCode, Neo4jOktaError } from "../../access/errors.ts";
import { administratorLogin } from "../../command/administrator-login.ts";
import { type Surroundings as CommandSurroundings, exitOf } from "../../command/command.ts";
import { readContract } from "../../command/contract.ts";
import { tellProgress } from "../../command/progress.ts";
import { Administrator } from "../../neo4j-client/administrator.ts";
import { createNeo4j } from "../../neo4j-client/client.ts";
import { checksOf, type Drill, drillText } from "./drill.ts";
import { type Options, parseOptions, usage } from "./options.ts";

/** The process around a drill. */
export interface Surroundings extends CommandSurroundings {
  environment: Readonly<Record<string, string | undefined>>;
  /** The time, for what is written down. */
  now(): Date;
}

const EXIT = { works: 0, fails: 1 } as const;
const USAGE: readonly ErrorCode[] = ["break-glass-usage"];

/** Milliseconds to connect. */
const TIMEOUT = 10_000;

/** @returns the exit status: 0 it works, 1 it does not, 2 usage, 3 could not be tried */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    return options === undefined ? EXIT.works : await drill(options, around);
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}

async function drill(options: Options, around: Surroundings): Promise<number> {
  const contract = await readContract(options, "database-contract");
  const { environment } = around;
  const login = await administratorLogin({ ...options, environment, sealedOnly: true }, usage);
  const address = options.neo4j ?? contract.neo4j.boltUri;
  const client = createNeo4j({
    boltUri: address,
    timeout: TIMEOUT,
    userAgent: "neo4j-okta-break-glass",
  });
  const auth = neo4j.auth.basic(login.username, login.password);
  const administrator = new Administrator(client, auth);
  const end = tellProgress({
    name: "break-glass",
    done: () => "trying the password",
    write: around.writeError,
  });
  try {
    const checks = await checksOf(client, administrator);
    const worked = checks.every(({ passed }) => passed);
    const isIn = checks[0]?.passed === true;
    const found: Drill = {
      version: 1,
      stack: options.stack ?? options.contract ?? "",
      at: around.now().toISOString(),
      neo4j: { address, ...(isIn ? { version: await administrator.version() } : {}) },
      user: login.username,
      worked,
      checks,
    };
    await keep(options.evidence, found);
    around.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : drillText(found));
    return worked ? EXIT.works : EXIT.fails;
  } finally {
    end();
  }
}

/** Writes the evidence, whole or not at all. @throws Neo4jOktaError `break-glass-evidence` */
async function keep(path: string | undefined, found: Drill): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFileAtomic(path, `${JSON.stringify(found, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Neo4jOktaError(
      "break-glass-evidence",
      `--evidence ${path} cannot be written: ${code}.`,
    );
  }
}
