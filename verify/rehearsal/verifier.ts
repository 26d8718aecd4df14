import { writeFile } from "node:fs/promises";
import { EXIT, VerifyError } from "../errors.ts";
import { readContractFile } from "../inputs/outputs.ts";
import { main, type Surroundings } from "../main.ts";
import type { Report } from "../report.ts";
import { inviteGuests } from "./guests.ts";
import { guide } from "./guide.ts";
import { readHandover, serviceAddress } from "./handover.ts";
import { withRotated } from "./rotated.ts";
import { writeFiles } from "./secrets.ts";
import { inviteStrangers } from "./strangers.ts";

const NO_CONTRACT =
  'the program has no output "access", the contract that verify reads: there is nothing to prove it by.';

/**
 * Proves a rehearsed stack: `verify` as its users run it, with what only an emulated org can be asked
 * for beside it.
 *
 * @param path the hand-over file of the sandbox
 * @returns the exit status of `verify`
 */
export async function proveRehearsal(path: string, around: Surroundings): Promise<number> {
  try {
    const handover = await readHandover(path);
    const { okta, outputs, directory, result } = handover;
    const deployed = await readContractFile(outputs);
    const { namespace, release } = deployed.contract.neo4j;
    const at = (port: number) => serviceAddress(handover, namespace, release, port);
    const boltUri = `bolt://${at(7687)}`;
    const files = await writeFiles(await withRotated(okta, deployed), handover);
    await writeFile(handover.guide, guide(deployed.contract, boltUri, files));
    const strangers = await inviteStrangers(okta, deployed, directory);
    await using cleanup = new AsyncDisposableStack();
    cleanup.defer(strangers.remove);
    const guests = await inviteGuests(okta, deployed.contract, directory);
    cleanup.defer(guests.remove);
    const args = [
      ...["--contract", outputs],
      ...["--secrets", files.secrets],
      ...["--bolt-uri", boltUri],
      ...["--http-uri", `http://${at(7474)}`],
      ...["--break-glass", "--okta-api", "--okta-only"],
      ...strangers.arguments,
      ...guests.arguments,
    ];
    const environment = {
      ...around.environment,
      OKTA_ORG_URL: okta.url,
      OKTA_ACCESS_TOKEN: okta.accessToken,
    };
    const report = async (proof: Report) => {
      if (result !== undefined) await writeFile(result, JSON.stringify(proof));
    };
    const status = await main(args, { ...around, environment, report });
    // Where a check failed it has named the cause already.
    if (status !== EXIT.proven || guests.refused.length === 0) return status;
    for (const why of guests.refused) around.writeError(`${why}\n`);
    return EXIT.notChecked;
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error;
    const message = error.code === "verify-output-missing" ? NO_CONTRACT : error.message;
    around.writeError(`${message} (${error.code})\n`);
    return EXIT.notChecked;
  }
}
