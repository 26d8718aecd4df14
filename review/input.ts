import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import type { Surroundings } from "../command/command.ts";
import { readGivenFile } from "../command/given-file.ts";
import { pulumi } from "../command/pulumi.ts";

/**
 * The text of a file, or of standard input for `-`.
 *
 * @throws Neo4jOktaError with that code for a file that cannot be read
 */
export async function readGiven(
  file: string,
  input: NodeJS.ReadableStream,
  code: ErrorCode,
): Promise<string> {
  if (file === "-") return readAll(input);
  return readGivenFile(file, (what) => new Neo4jOktaError(code, `${file} ${what}`));
}

/** Adds the options of a {@link StateSource} but the project. */
export function stateOptions(command: Command): Command {
  return command
    .option("--stack <name>", "export this stack's state with the installed Pulumi")
    .option(
      "--state <file>",
      "read what `pulumi stack export` has printed (- is standard input); needs no login",
    );
}

/** Adds the options of a {@link PreviewSource} but the project. */
export function previewOptions(command: Command): Command {
  return command
    .option("--stack <name>", "preview this stack with the installed Pulumi")
    .option(
      "--preview <file>",
      "read what `pulumi preview --json --show-sames` has printed (- is standard input); needs no secret, no engine and no network",
    );
}

/** Where a stack's state comes from: one of the two. */
export interface StateSource {
  stack?: string;
  /** A file, or - for standard input. */
  state?: string;
  project: string;
}

/**
 * What `pulumi stack export` prints of a stack, or has printed into a file.
 *
 * @throws Neo4jOktaError `review-state` for a file that cannot be read, or as {@link pulumi} does
 */
export async function stateText(
  { stack, state = "", project }: StateSource,
  { input, writeError }: Surroundings,
): Promise<string> {
  if (stack === undefined) return readGiven(state, input, "review-state");
  writeError(`exporting stack ${stack} ...\n`);
  const otherwise = "give an exported state with --state FILE";
  return pulumi(["stack", "export", "--stack", stack], { project, otherwise });
}

/** Where a preview of a stack comes from: one of the two. */
export interface PreviewSource {
  stack?: string;
  /** A file, or - for standard input. */
  preview?: string;
  project: string;
}

/**
 * What `pulumi preview --json --show-sames` prints of a stack, or has printed into a file.
 *
 * @throws Neo4jOktaError `review-preview` for a file that cannot be read, or as {@link pulumi} does
 */
export async function previewText(
  { stack, preview = "", project }: PreviewSource,
  { input, writeError }: Surroundings,
): Promise<string> {
  if (stack === undefined) return readGiven(preview, input, "review-preview");
  writeError(`previewing stack ${stack} ...\n`);
  const otherwise = "give a saved preview with --preview FILE";
  return pulumi(["preview", "--json", "--show-sames", "--stack", stack], { project, otherwise });
}
