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
  /** A step that is shown in any case. */
  verdict(text: string): void;
  /** Text that is shown in any case. */
  failure(text: string): void;
  /** Shows all that is shown to somebody else as well, until the answer is called. */
  attach(listener: (text: string) => void): () => void;
}

/** Columns of a warning that fit on a terminal, indented; `--verbose` has it whole. */
const WARNING = 76;

/**
 * Shows steps, headings and lines at once. Of the tools' output it shows the warnings, each once; the
 * rest when asked for.
 *
 * @param options.verbose true: all output of the tools is shown as it comes. Default: false
 * @param options.quiet true: nothing is shown before it is asked for, which then is all since the last heading. Default: false
 */
export function createReporter(
  print: (text: string) => void,
  { verbose = false, quiet = false, now = () => Date.now() } = {},
): HoldingReporter {
  const started = now();
  const warned = new Set<string>();
  let unfinished = "";
  let held: string[] = [];
  const listeners = new Set<(text: string) => void>();
  const write = (text: string) => {
    print(text);
    for (const listener of listeners) listener(text);
  };
  const indented = (line: string) => plain(`    ${line}`).trimEnd().concat("\n");
  const show = (lines: readonly string[]) => {
    for (const line of lines) write(indented(line));
  };
  const tell = (text: string) => void (quiet ? held.push(text) : write(text));
  const hold = (line: string) => {
    held.push(indented(line));
    const warning = /\bwarning: .*/.exec(line)?.[0];
    if (quiet || warning === undefined || warned.has(warning)) return;
    warned.add(warning);
    // A program may break its warning into lines, of which this is the first.
    const isWhole = warning.length <= WARNING && /[.!?]$/.test(warning);
    show([isWhole ? warning : `${warning.slice(0, WARNING - 3)}...`]);
  };
  const stamped = (text: string) => {
    const seconds = ((now() - started) / 1000).toFixed(1).padStart(6);
    return `[${seconds}s] ${plain(text)}\n`;
  };
  return {
    step: (text) => tell(stamped(text)),
    verdict: (text) => write(stamped(text)),
    failure: (text) => write(`${text}\n`),
    attach: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    output: (text) => {
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      if (verbose) show(lines);
      else for (const line of lines) hold(line);
    },
    heading: (text) => {
      held = [];
      tell(`\n${plain(text)}\n`);
    },
    line: (text = "") => tell(`${text}\n`),
    showHeld: () => {
      for (const text of held.splice(0)) write(text);
    },
  };
}

/** A reporter that keeps what it is told until it is played on another one. */
export function keepReport(): Reporter & { play(report: Reporter): void } {
  const told: ((report: Reporter) => void)[] = [];
  return {
    step: (text) => void told.push((report) => report.step(text)),
    output: (text) => void told.push((report) => report.output(text)),
    heading: (text) => void told.push((report) => report.heading(text)),
    line: (text) => void told.push((report) => report.line(text)),
    play: (report) => {
      for (const tell of told.splice(0)) tell(report);
    },
  };
}
