import type { ErrorCode } from "../access/errors.ts";
import { exitOf, type Surroundings as ReviewSurroundings } from "../command/command.ts";
import { oktaVariables } from "../okta-api/variables.ts";
import { readGiven, stateText } from "../review/input.ts";
import type { Report } from "../review/report.ts";
import { writeReports } from "../review/reports/write.ts";
import { readState } from "../review/state.ts";
import { judge, readAccepted } from "./accept.ts";
import { driftOf } from "./drift.ts";
import { NOT_ASKED, planOf } from "./neo4j.ts";
import { DRIFT_SCOPES, readOkta } from "./okta.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { Resume } from "./resume.ts";

/** The process around a run. */
export interface Surroundings extends ReviewSurroundings {
  /** The environment variables. */
  environment: Readonly<Record<string, string | undefined>>;
}

const EXIT = { none: 0, differs: 1, notLookedAt: 3 } as const;

const USAGE: readonly ErrorCode[] = ["drift-usage", "drift-accept", "drift-neo4j", "drift-resume"];

/** @returns the exit status: 0 no difference, 1 there are some, 2 usage, 3 could not look */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    return options === undefined ? EXIT.none : await drift(options, around);
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}

async function drift(options: Options, around: Surroundings): Promise<number> {
  const access = await oktaVariables(around.environment, DRIFT_SCOPES);
  if (typeof access === "string") throw usage(`npm run drift needs ${access}`);
  const accepted = await acceptedBy(options, around);
  const exported = await stateText(options, around);
  const { resources: declared } = readState(exported);
  const plan = await planOf(options, declared, around.environment);
  const { orgUrl } = access;
  const resume =
    options.resume === undefined
      ? undefined
      : await Resume.open(options.resume, { orgUrl, exported, declared }, Date.now());
  const live = await readOkta(declared, {
    ...access,
    budget: options.maxRequests,
    resume,
    write: around.writeError,
  });
  if (plan !== undefined) around.writeError("drift: reading Neo4j ...\n");
  const database = (await plan?.look()) ?? NOT_ASKED;
  const review = driftOf(declared, live, database);
  const today = new Date().toISOString().slice(0, 10);
  const { changes, open } = judge(review.changes, accepted, today);
  const isUnseen = plan !== undefined && "sentence" in database;
  const objections = [
    ...(open.length === 0
      ? []
      : [`${open.length} of the differences above are not accepted (--accept)`]),
    ...(isUnseen ? ["Neo4j was asked for, and could not be looked at"] : []),
  ];
  const report: Report = { version: 1, ...review, changes, objections };
  await writeReports(report, options, around.write);
  if (!isUnseen) await resume?.end();
  if (open.length > 0) return EXIT.differs;
  return isUnseen ? EXIT.notLookedAt : EXIT.none;
}

async function acceptedBy({ accept }: Options, { input }: Surroundings) {
  if (accept === undefined) return [];
  return readAccepted(await readGiven(accept, input, "drift-accept"), accept);
}
