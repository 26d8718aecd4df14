import neo4j from "neo4j-driver";
import type { DeclaredDatabase } from "../access/database/declared.ts";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { jsonText } from "../access/json.ts";
import { administratorLogin } from "../command/administrator-login.ts";
import { type Surroundings as CommandSurroundings, exitOf } from "../command/command.ts";
import { readContract } from "../command/contract.ts";
import { tellProgress } from "../command/progress.ts";
import { Administrator } from "../neo4j-client/administrator.ts";
import { createNeo4j } from "../neo4j-client/client.ts";
import { readDatabaseObjects } from "../neo4j-client/database-objects.ts";
import { apply } from "./apply.ts";
import { readPasswords } from "./inputs.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";
import { type Report, reportText } from "./report.ts";
import type { Step } from "./step.ts";

/** The process around a run. */
export interface Surroundings extends CommandSurroundings {
  /** The environment variables. */
  environment: Readonly<Record<string, string | undefined>>;
}

const EXIT = { same: 0, differs: 1 } as const;
const USAGE: readonly ErrorCode[] = ["database-usage", "database-passwords"];
/** What is refused, and no fault of the look. */
const OBJECTIONS: readonly ErrorCode[] = [
  "database-lockout",
  "database-id-taken",
  "database-name",
  "database-too-old",
  "database-apply",
];

/** Milliseconds to connect. */
const TIMEOUT = 10_000;

const NOTHING: DeclaredDatabase = {
  roles: [],
  users: [],
  authRules: [],
  removed: { roles: [], users: [], authRules: [] },
};

/** @returns the exit status: 0 no difference, 1 there is one, 2 usage, 3 could not look */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    return options === undefined ? EXIT.same : await database(options, around);
  } catch (error) {
    const status = exitOf(error, around, USAGE);
    const objects = error instanceof Neo4jOktaError && OBJECTIONS.includes(error.code);
    return objects ? EXIT.differs : status;
  }
}

async function database(options: Options, around: Surroundings): Promise<number> {
  const contract = await readContract(options, "database-contract");
  const passwords = await readPasswords(options.passwords, around.input);
  const login = await administratorLogin({ ...options, environment: around.environment }, usage);
  const boltUri = options.neo4j ?? contract.neo4j.boltUri;
  const auth = neo4j.auth.basic(login.username, login.password);
  const look = async () => {
    const client = createNeo4j({ boltUri, timeout: TIMEOUT, userAgent: "neo4j-okta-database" });
    return readDatabaseObjects(client, new Administrator(client, auth));
  };
  const plan = (actual: Awaited<ReturnType<typeof look>>): Plan =>
    planOf(actual, contract.database ?? NOTHING, contract, {
      prune: options.prune,
      as: login.username,
    });
  const told = { done: "reading Neo4j" };
  const end = tellProgress({
    name: "database",
    done: () => told.done,
    write: around.writeError,
  });
  try {
    const actual = await look();
    const { steps, undeclared } = plan(actual);
    const found = { steps, undeclared, neo4j: { address: boltUri, version: actual.version } };
    if (!options.apply || steps.length === 0) return tell(found, false, options, around);
    refuseMissingPasswords(steps, passwords);
    await apply(steps, {
      boltUri,
      auth,
      passwords,
      timeout: TIMEOUT,
      done: (count) => {
        told.done = `${count} of ${steps.length} statements`;
      },
    });
    const rest = plan(await look()).steps;
    if (rest.length === 0) return tell(found, true, options, around);
    around.writeError("database: applied, and the database still differs:\n");
    return tell({ ...found, steps: rest }, false, options, around);
  } finally {
    end();
  }
}

function tell(
  found: Omit<Report, "version" | "applied">,
  applied: boolean,
  { json }: Options,
  { write }: Surroundings,
): number {
  const report: Report = { version: 1, ...found, applied };
  write(json ? jsonText(report) : reportText(report));
  return applied || found.steps.length === 0 ? EXIT.same : EXIT.differs;
}

function refuseMissingPasswords(
  steps: readonly Step[],
  passwords: ReadonlyMap<string, string>,
): void {
  const missing = steps.flatMap(({ passwordOf }) =>
    passwordOf === undefined || passwords.has(passwordOf) ? [] : [passwordOf],
  );
  if (missing.length === 0) return;
  throw new Neo4jOktaError(
    "database-passwords",
    `No first password for ${missing.join(", ")}. Fix: give it with --passwords FILE.`,
  );
}
