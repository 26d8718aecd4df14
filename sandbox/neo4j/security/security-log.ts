/** The levels of Neo4j's logs that the stand-in writes. */
export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

/** Takes finished lines, without the line break. */
export type LogSink = (line: string) => void;

/** One line in the pattern of Neo4j's logs: time in UTC, level in five columns, message. */
export function logLine(at: number, level: LogLevel, message: string): string {
  const time = new Date(at).toISOString().replace("T", " ").replace("Z", "+0000");
  return `${time} ${level.padEnd(5)} ${escapeBreaks(message)}`;
}

/** Writes a line of the security log: who did what, `[user]: what`. */
export type SecurityLog = (level: LogLevel, username: string, message: string) => void;

/** @param now milliseconds since the epoch */
export function securityLog(sink: LogSink, now: () => number): SecurityLog {
  return (level, username, message) => sink(logLine(now(), level, `[${username}]: ${message}`));
}

// A name or a claim comes from outside: a line break in it would forge a second log line.
function escapeBreaks(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ");
}
