import { createServer } from "node:net";
import { ProcessError } from "./process-error.ts";

const ATTEMPTS = 5;

/** A TCP port of 127.0.0.1 that nothing listened on a moment ago. */
export function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => {
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
