/** What a run tells its user, line by line, with the seconds since it started. */
export interface Reporter {
  /** One thing that is done. */
  step(text: string): void;
  /** Output of one of the real tools, indented. */
  output(text: string): void;
  heading(text: string): void;
  /** Text as it is. */
  line(text?: string): void;
}

export function createReporter(write: (text: string) => void, now = () => Date.now()): Reporter {
  const started = now();
  return {
    step: (text) => {
      const seconds = ((now() - started) / 1000).toFixed(1).padStart(6);
      write(`[${seconds}s] ${text}\n`);
    },
    output: (text) => {
      for (const line of text.replace(/\n$/, "").split("\n")) write(`    ${line}\n`);
    },
    heading: (text) => write(`\n${text}\n`),
    line: (text = "") => write(`${text}\n`),
  };
}
