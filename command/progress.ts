/** How far a run is, for somebody who waits. */
export interface Progressing {
  /** Name of the command, e.g. `verify`. */
  name: string;
  /** E.g. `3 of 9 checks`. */
  done(): string;
  /** Takes the lines. */
  write(line: string): void;
}

/**
 * Tells how far a run is: nothing in the first two seconds, then every two.
 *
 * @returns ends it
 */
export function tellProgress({ name, done, write }: Progressing): () => void {
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    write(`${name}: ${done()}, ${seconds} s\n`);
  }, 2000);
  timer.unref();
  return () => clearInterval(timer);
}
