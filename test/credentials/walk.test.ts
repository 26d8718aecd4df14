import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import { expect, test } from "vitest";
import { main as addAccount } from "../../account/main.ts";
import { main as credentials } from "../../credentials/main.ts";
import { keygen } from "../keygen/run.ts";
import { captured } from "../support/captured.ts";
import { account, CONTRACT } from "./contract.ts";

const PAGE = readFileSync("docs/credentials.md", "utf8");
const [, SECTION = ""] = /^## From a merge to a running service\n(.*?)^## /ms.exec(PAGE) ?? [];

/** The commands of the transcript, each with the lines that the page has of its output. */
const TRANSCRIPT = [...SECTION.matchAll(/```console\n(.*?)```/gs)]
  .flatMap(([, block = ""]) => block.split(/^\$ /m).slice(1))
  .map((step) => {
    const [command = "", ...lines] = step.trimEnd().split("\n");
    return { command, lines: lines.filter((line) => line !== "...") };
  });

function step(start: string): { argv: string[]; lines: string[] } {
  const found = TRANSCRIPT.find(({ command }) => command.startsWith(`${start} -- `));
  const words = found?.command.slice(`${start} -- `.length) ?? "";
  return { argv: parseArgsStringToArgv(words), lines: found?.lines ?? [] };
}

/** Each line of the page is one of the output; a line that ends with `...` is the beginning of one. */
function expectLines(lines: string[], output: string): void {
  const printed = output.split("\n");
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    const isThere = (one: string) =>
      line.endsWith("...") ? one.startsWith(line.slice(0, -3)) : one === line;
    expect(printed.some(isThere), `${line}\nin\n${output}`).toBe(true);
  }
}

test("the commands of the walk print what docs/credentials.md says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "walk-"));
  copyFileSync("Pulumi.dev.yaml", join(folder, "Pulumi.dev.yaml"));
  const accounts = [account("price-reader", "private_key_jwt")];
  const outputs = JSON.stringify({ access: { ...CONTRACT, accounts }, credentials: {} });
  writeFileSync(join(folder, "outputs.json"), outputs);
  const inFolder = (argv: string[]) =>
    argv.map((word) =>
      /\.(pem|env|json)$/.test(word) ? join(folder, word.replace("$RUN/", "")) : word,
    );
  const project = ["--project", folder];
  const added = step("npm run account");
  const addition = await captured((streams) => addAccount([...added.argv, ...project], streams));
  expectLines(added.lines, addition.out);
  const made = step("npm run keygen");
  const key = await keygen([...inFolder(made.argv), ...project]);
  expectLines(made.lines, `${key.err}${key.out}`.replaceAll(`${folder}/`, ""));
  const written = step("npm run credentials");
  const { err } = await captured((streams) =>
    credentials(inFolder(written.argv), { ...streams, isTerminal: true }),
  );
  expect(err.replaceAll(`${folder}/`, "")).toBe(`${written.lines.join("\n")}\n`);
  rmSync(folder, { recursive: true });
});

test("what else the walk calls is there", () => {
  const options = readFileSync("docs/sandbox.md", "utf8");
  const sandbox = TRANSCRIPT.filter(({ command }) => command.startsWith("npm run sandbox"));
  expect(sandbox).toHaveLength(2);
  for (const { command } of sandbox) {
    for (const [option] of command.matchAll(/--\w[\w-]*/g))
      expect(options).toContain(`| \`${option}`);
  }
  const files = TRANSCRIPT.flatMap(({ command }) => command.match(/examples\/\S+/g) ?? []);
  expect(files).toHaveLength(2);
  for (const file of files) expect(existsSync(file), file).toBe(true);
});
