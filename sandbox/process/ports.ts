import { createServer } from "node:net";
import { SandboxError } from "../errors.ts";
import { ProcessError } from "./process-error.ts";

const ATTEMPTS = 5;

/** A TCP port of 127.0.0.1 that nothing listened on a moment ago. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/**
 * Finds out early that a server will not get its port.
 *
 * @param option the option that names the port, for the message
 * @throws SandboxError `port-in-use`
 */
export async function assertPortFree(option: string, port: number): Promise<void> {
  await listenOnce(port).catch((error: NodeJS.ErrnoException) => {
    throw new SandboxError(
      "port-in-use",
      `${option} ${port}: nothing can listen on it (${error.code}). Fix: choose another port, or 0 for a free one.`,
      { exitCode: 2 },
    );
  });
}

/** @returns the port, which is closed again */
function listenOnce(wanted: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.once("error", reject);
  server.listen(wanted, "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}

/** True if a process ended because another listens on its port. */
export function isPortTaken(error: unknown): boolean {
  return (
    error instanceof ProcessError &&
    error.code === "process-exited" &&
    /address already in use|EADDRINUSE/i.test(error.logTail)
  );
}

/**
 * Runs `start` with a free port, and again with another one if a stranger took the port between
 * our choice and the bind; at most five times.
 */
export async function startOnFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === ATTEMPTS || !isPortTaken(error)) throw error;
    }
  }
}
