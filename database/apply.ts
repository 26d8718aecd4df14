import neo4j, { type AuthToken } from "neo4j-driver";
import { Neo4jOktaError } from "../access/errors.ts";
import type { Step } from "./step.ts";

/** Where statements are run, and by whom. */
export interface ApplyOptions {
  boltUri: string;
  auth: AuthToken;
  /** First passwords, by user. */
  passwords: ReadonlyMap<string, string>;
  /** Milliseconds to connect. */
  timeout: number;
  /** Is told after each statement. */
  done(count: number): void;
}

/**
 * Runs the steps one after the other, each in a transaction of its own; stops at the first that is refused.
 * Run again, the rest of them follows.
 *
 * @throws Neo4jOktaError `database-apply`, which names the statement, never a password
 */
export async function apply(steps: readonly Step[], options: ApplyOptions): Promise<void> {
  const { boltUri, auth, passwords, timeout, done } = options;
  const driver = neo4j.driver(boltUri, auth, {
    userAgent: "neo4j-okta-database",
    connectionTimeout: timeout,
    connectionAcquisitionTimeout: timeout,
    telemetryDisabled: true,
  });
  const session = driver.session({ database: "system" });
  try {
    for (const [index, { cypher, passwordOf }] of steps.entries()) {
      const password = passwordOf === undefined ? undefined : passwords.get(passwordOf);
      try {
        await session.run(cypher, password === undefined ? {} : { password });
      } catch (error) {
        throw error instanceof neo4j.Neo4jError ? refused(error, index, steps) : error;
      }
      done(index + 1);
    }
  } finally {
    await driver.close().catch(() => {});
  }
}

function refused(
  { code, message }: { code: string; message: string },
  index: number,
  steps: readonly Step[],
): Neo4jOktaError {
  return new Neo4jOktaError(
    "database-apply",
    `Statement ${index + 1} of ${steps.length} failed: ${steps[index]?.cypher}\n  ${code}: ${message}\nThe ${index} before it are done. Fix: mend the cause, and run it again: what is done is not repeated.`,
  );
}
