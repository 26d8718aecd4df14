import type { ErrorCode } from "../access/errors.ts";
import { jsonText } from "../access/json.ts";
import { exitOf } from "../command/command.ts";
import { readGiven } from "../review/input.ts";
import { type Finding, notLookedAt } from "./finding.ts";
import { readLog } from "./log/read.ts";
import { sentenceOf } from "./log/sentences.ts";
import { type DoctorSurroundings, lookedAt } from "./look.ts";
import { parseOptions } from "./options.ts";
import { renderText } from "./report.ts";

const EXIT = { fine: 0, failed: 1, notLookedAt: 3 } as const;

const USAGE: readonly ErrorCode[] = ["doctor-usage", "doctor-okta", "doctor-plan"];

/** @returns the exit status: 0 nothing stands in the way, 1 something does, 2 usage, 3 something was not looked at */
export async function main(argv: string[], around: DoctorSurroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (!options) return EXIT.fine;
    const findings =
      options.log === undefined
        ? await lookedAt(options, around)
        : await explained(options.log, around);
    around.write(options.json ? jsonText({ version: 1, findings }) : renderText(findings));
    return statusOf(findings);
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}

function statusOf(findings: readonly Finding[]): number {
  if (findings.some(({ status }) => status === "failed")) return EXIT.failed;
  return findings.some(({ status }) => status === "not-looked-at") ? EXIT.notLookedAt : EXIT.fine;
}

async function explained(log: string, { input }: DoctorSurroundings): Promise<Finding[]> {
  const failures = readLog(await readGiven(log, input, "doctor-log"));
  const known = failures.flatMap((failure) => sentenceOf(failure) ?? []);
  if (known.length > 0) return known;
  const found =
    failures.length === 0 ? "it has no error of Pulumi's" : "none of its errors is one of Okta's";
  return [notLookedAt("log.okta", `the log ${log}`, found)];
}
