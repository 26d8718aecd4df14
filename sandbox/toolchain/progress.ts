import type { ToolName } from "./catalogue.ts";

/** Something that a person who waits wants to know. */
export interface ToolchainProgress {
  /** The tool, a plugin's name, or `toolchain` for the whole. */
  subject: ToolName | "toolchain" | `plugin ${string}`;
  phase: "plan" | "wait" | "download" | "build" | "done" | "problem";
  /** One line, complete in itself. */
  message: string;
  /** Milliseconds since this preparation of this subject started. */
  elapsedMs: number;
}

/** Is told what goes on, about every ten seconds while something takes longer. */
export type OnProgress = (progress: ToolchainProgress) => void;

/** Tells about one subject. */
export type Report = (phase: ToolchainProgress["phase"], text: string) => void;

/** Tells about one version of a subject, with the time since now. */
export function reporter(
  subject: ToolchainProgress["subject"],
  version: string,
  onProgress: OnProgress,
): Report {
  const started = performance.now();
  return (phase, text) =>
    onProgress({
      subject,
      phase,
      message: `${subject} ${version}: ${text}`,
      elapsedMs: performance.now() - started,
    });
}

/** Tells what has arrived of a download, at its start and every `tickMs` milliseconds of it. */
export async function reportingBytes<T>(
  what: string,
  report: Report,
  tickMs: number,
  download: (onBytes: (arrived: string) => void) => Promise<T>,
): Promise<T> {
  let arrived = "nothing yet";
  const tell = (): void => report("download", `${what}, ${arrived}`);
  tell();
  const timer = setInterval(tell, tickMs);
  try {
    return await download((text) => {
      arrived = text;
    });
  } finally {
    clearInterval(timer);
  }
}

/** `45 s`, `2 min`, `2 min 05 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  const minutes = `${Math.floor(seconds / 60)} min`;
  return rest === 0 ? minutes : `${minutes} ${String(rest).padStart(2, "0")} s`;
}

/** `312 KB`, `4.2 MB`, `1.3 GB`: powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
