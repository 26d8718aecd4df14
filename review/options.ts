import { Command, InvalidArgumentError } from "commander";
import { CATEGORIES, type Category, KINDS } from "../access/difference/change.ts";
import { parseCommand } from "../command/command.ts";
import { refuseSources, usageOf } from "../command/options.ts";
import { previewOptions } from "./input.ts";

/** The command line of `npm run review`; its help says what each option is for. */
export interface Options {
  stack?: string;
  /** A file, or - for standard input. */
  preview?: string;
  project: string;
  failOn: ReadonlySet<Category>;
  allowMassChange?: number;
  /** A digest, or a file that has it; - for standard input. */
  approved?: string;
  detailedExitcode?: boolean;
  json?: boolean;
  /** A file, or - for standard output in place of the page. */
  markdown?: string;
  html?: string;
  sarif?: string;
}

const DEFAULT_GATE = "widening,unknown";
const GATES = CATEGORIES.map((category) => KINDS[category].gate).join(", ");

const usage = usageOf("review-usage", "review");

const DESCRIPTION =
  "Says who gains or loses which database role by a change of a stack, and what else follows: wider " +
  "access, consumers that break, restarts, deleted data. It changes nothing.\n" +
  "Exit status: 0 the gate does not object, 1 it objects, 2 usage, 3 there was nothing that could be reviewed.";

/**
 * @returns undefined when the help has been printed
 * @throws Neo4jOktaError `review-usage`
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = previewOptions(new Command("npm run review --"))
    .description(DESCRIPTION)
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option(
      "--fail-on <list>",
      `what the gate objects to: ${GATES}, or never (default: ${DEFAULT_GATE}; with --approved never)`,
      categories,
    )
    .option(
      "--allow-mass-change <n>",
      "so many accounts and groups of people may be removed or changed at once (default: 30 %, at least 3; with --approved all)",
      count,
    )
    .option(
      "--approved <digest or file>",
      "object if this is not the approved change: the digest that --json had then, or the file that it wrote (- is standard input), which tells what differs",
      approved,
    )
    .option(
      "--detailed-exitcode",
      "if the gate objects: 10 gain, 11 loss, 12 widening, 13 break, 14 outage, 15 unknown, 16 mass change, 17 not approved; the first that applies",
    )
    .option("--json", "print the review as JSON (docs/schemas/review.schema.json)")
    .option(
      "--markdown <file>",
      "write a comment for a pull request (- prints it in place of the page)",
    )
    .option("--html <file>", "write one page for a browser, which needs nothing beside itself")
    .option("--sarif <file>", "write the changes as results of code scanning (SARIF 2.1.0)");
  type Given = Omit<Options, "failOn"> & Partial<Options>;
  const options = parseCommand<Given>(command, argv, write, usage);
  if (options === undefined) return undefined;
  refuseSources(options, "preview", usage);
  if (options.json && options.markdown === "-") {
    throw usage("--json and --markdown - both print to standard output: give --markdown a file");
  }
  if (options.preview === "-" && options.approved === "-") {
    throw usage("--preview and --approved cannot both be standard input");
  }
  for (const option of ["html", "sarif"] as const) {
    if (options[option] === "-") throw usage(`--${option} takes a file`);
  }
  const usual = options.approved === undefined ? DEFAULT_GATE : "never";
  return { ...options, failOn: options.failOn ?? categories(usual) };
}

function categories(value: string): ReadonlySet<Category> {
  const names = value.split(",").map((name) => name.trim());
  if (names.length === 1 && names[0] === "never") return new Set();
  return new Set(
    names.map((name) => {
      const category = CATEGORIES.find((one) => KINDS[one].gate === name);
      if (category === undefined) throw new InvalidArgumentError(`it takes ${GATES} or never`);
      return category;
    }),
  );
}

function approved(value: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(value)) return value;
  if (value !== "" && !value.startsWith("sha256:")) return value;
  throw new InvalidArgumentError("it takes sha256: and 64 digits of 0-9a-f, or a file");
}

function count(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError("it takes a whole number");
  return Number(value);
}
