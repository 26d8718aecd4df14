/** What a run tells its user, line by line, with the seconds since it started. */
export interface Reporter {
  /** One thing that is done. */
  step(text: string): void;
  /** Output of one of the real tools, as it comes; whole lines of it are shown, indented. */
  output(text: string): void;
  heading(text: string): void;
  /** Text as it is. */
  line(text?: string): void;
}

export function createReporter(write: (text: string) => void, now = () => Date.now()): Reporter {
  const started = now();
  let unfinished = "";
  return {
    step: (text) => {
      const seconds = ((now() - started) / 1000).toFixed(1).padStart(6);
      write(`[${seconds}s] ${text}\n`);
    },
    output: (text) => {
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines) write(`    ${line}`.trimEnd().concat("\n"));
    },
    heading: (text) => write(`\n${text}\n`),
    line: (text = "") => write(`${text}\n`),
  };
}
