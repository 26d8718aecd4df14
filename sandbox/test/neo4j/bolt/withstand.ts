import fc from "fast-check";
import { expect, vi } from "vitest";
import type { Neo4jServer } from "../../../neo4j/server.ts";
import { hostileStream, play } from "./hostile.ts";

/** Streams at the same time. */
const WIDTH = 8;

/** Plays so many random streams and checks that the server closes each one when its client is gone. */
export async function withstandBolt(server: Neo4jServer, count: number): Promise<void> {
  const streams = fc.array(hostileStream, { minLength: WIDTH, maxLength: WIDTH });
  await fc.assert(
    fc.asyncProperty(streams, async (all) => {
      await Promise.all(all.map((stream) => play(server.boltPort, stream)));
    }),
    { numRuns: Math.ceil(count / WIDTH), endOnFailure: true },
  );
  await vi.waitFor(() => expect(server.connections).toBe(0));
}
