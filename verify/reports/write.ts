import { writeFile } from "node:fs/promises";
import { jsonText } from "../../access/json.ts";
import type { Redactor } from "../../tokens/redact.ts";
import { VerifyError } from "../errors.ts";
import type { Options } from "../inputs/options.ts";
import type { Report } from "../report.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { presentable } from "./presentable.ts";
import { renderText } from "./text.ts";

/** Prints the report and writes the files that were asked for; servers' words in it are only words. */
export async function writeReports(
  report: Report,
  options: Pick<Options, "json" | "junit" | "markdown">,
  redactor: Redactor,
  write: (text: string) => void,
): Promise<void> {
  const clean = presentable(report, redactor);
  write(options.json ? jsonText(clean) : renderText(clean));
  await save("--junit", options.junit, () => renderJunit(clean));
  await save("--markdown", options.markdown, () => renderMarkdown(clean));
}

async function save(option: string, path: string | undefined, render: () => string): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFile(path, render());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new VerifyError("verify-report", `${option} ${path} cannot be written: ${code}.`);
  }
}
