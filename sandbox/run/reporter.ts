import { plain } from "./plain.ts";

/**
 * What a run tells its user, line by line, with the seconds since it started. Steps, headings and the
 * tools' output may hold text from outside, so they are made plain.
 */
export interface Reporter {
  /** One thing that is done. */
  step(text: string): void;
  /** Output of one of the real tools, in pieces as it comes. */
  output(text: string): void;
  /** What begins. */
  heading(text: string): void;
  /** Text as it is. */
  line(text?: string): void;
}

/** A reporter that holds the tools' output back until somebody needs it. */
export interface HoldingReporter extends Reporter {
  /** Shows what the tools printed since the last heading. */
  showHeld(): void;
}

/** Columns of a warning that fit on a terminal, indented; `--verbose` has it whole. */
const WARNING = 76;

/**
 * Shows steps, headings and lines at once. Of the tools' output it shows the warnings, each once; the
 * rest when asked for.
 *
 * @param options.verbose true: all output of the tools is shown as it comes. Default: false
 */
export function createReporter(
  write: (text: string) => void,
  { verbose = false, now = () => Date.now() } = {},
): HoldingReporter {
  const started = now();
  const warned = new Set<string>();
  let unfinished = "";
  let held: string[] = [];
  const show = (lines: readonly string[]) => {
    for (const line of lines) write(plain(`    ${line}`).trimEnd().concat("\n"));
  };
  const hold = (line: string) => {
    held.push(line);
    const warning = /\bwarning: .*/.exec(line)?.[0];
    if (warning === undefined || warned.has(warning)) return;
    warned.add(warning);
    // A program may break its warning into lines, of which this is the first.
    const isWhole = warning.length <= WARNING && /[.!?]$/.test(warning);
    show([isWhole ? warning : `${warning.slice(0, WARNING - 3)}...`]);
  };
  return {
    step: (text) => {
      const seconds = ((now() - started) / 1000).toFixed(1).padStart(6);
      write(`[${seconds}s] ${plain(text)}\n`);
    },
    output: (text) => {
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      if (verbose) show(lines);
      else for (const line of lines) hold(line);
    },
    heading: (text) => {
      held = [];
      write(`\n${plain(text)}\n`);
    },
    line: (text = "") => write(`${text}\n`),
    showHeld: () => show(held.splice(0)),
  };
}
