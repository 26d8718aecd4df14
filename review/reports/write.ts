import writeFileAtomic from "write-file-atomic";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { Options } from "../options.ts";
import { type Report, renderJson } from "../report.ts";
import { renderHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderSarif } from "./sarif.ts";
import { renderText } from "./text.ts";

/**
 * Prints the page, and writes the files that were asked for, each whole or not at all.
 *
 * @throws Neo4jOktaError `review-report`
 */
export async function writeReports(
  report: Report,
  options: Pick<Options, "json" | "markdown" | "html" | "sarif" | "project">,
  write: (text: string) => void,
): Promise<void> {
  const { json, markdown, html, sarif, project } = options;
  if (json) write(renderJson(report));
  else write(markdown === "-" ? renderMarkdown(report) : renderText(report));
  if (markdown !== "-") await save("--markdown", markdown, () => renderMarkdown(report));
  await save("--html", html, () => renderHtml(report));
  await save("--sarif", sarif, () => renderSarif(report, project));
}

async function save(option: string, path: string | undefined, render: () => string): Promise<void> {
  if (path === undefined) return;
  const page = render();
  try {
    await writeFileAtomic(path, page);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Neo4jOktaError("review-report", `${option} ${path} cannot be written: ${code}.`);
  }
}
