import type { ErrorCode } from "../../access/errors.ts";
import { exitOf } from "../../command/command.ts";
import { readContract } from "../../command/contract.ts";
import { tellProgress } from "../../command/progress.ts";
import { createNeo4j } from "../../neo4j-client/client.ts";
import { parseOptions } from "./options.ts";
import { tryPersonsToken } from "./persons-token.ts";
import { trySealedPassword } from "./sealed-password.ts";
import type { Surroundings } from "./trial.ts";

const EXIT = { works: 0, fails: 1 } as const;
const USAGE: readonly ErrorCode[] = ["break-glass-usage"];

/** Milliseconds to connect. */
const TIMEOUT = 10_000;

/** @returns the exit status: 0 it works, 1 it does not, 2 usage, 3 could not be tried */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (options === undefined) return EXIT.works;
    const contract = await readContract(options, "database-contract");
    const address = options.neo4j ?? contract.neo4j.boltUri;
    const neo4j = createNeo4j({
      boltUri: address,
      timeout: TIMEOUT,
      userAgent: "neo4j-okta-break-glass",
    });
    const end = tellProgress({
      name: "break-glass",
      done: () => "trying the login",
      write: around.writeError,
    });
    const tryLogin = options.verb === "drill" ? trySealedPassword : tryPersonsToken;
    const works = await tryLogin({ options, contract, neo4j, address }, around).finally(end);
    return works ? EXIT.works : EXIT.fails;
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}
