import { Buffer } from "node:buffer";
import { connect } from "node:net";
import fc from "fast-check";
import type { Neo4jServer } from "../../../neo4j/server.ts";

const WIDTH = 8;

const requestLine = fc.oneof(
  fc.constantFrom("POST /db/neo4j/query/v2 HTTP/1.1", "GET / HTTP/1.1", "GET * HTTP/1.1"),
  fc.string().map((path) => `POST /db/${path}/query/v2 HTTP/1.1`),
  fc.string(),
);

const header = fc.oneof(
  fc.constantFrom("Host: x", "Authorization: Bearer jwt", "Content-Type: application/json"),
  fc.constantFrom("Content-Length: 40", "Transfer-Encoding: chunked", "Accept: ,;", "Expect: x"),
  fc.string().map((value) => `Authorization: ${value}`),
  fc.string(),
);

const body = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify({ statement: value })),
  fc
    .jsonValue({ maxDepth: 4 })
    .map((value) => JSON.stringify({ statement: "RETURN $x", parameters: { x: value } })),
  fc.string({ unit: "binary" }),
);

const message = fc
  .tuple(requestLine, fc.array(header, { maxLength: 6 }), body)
  .map(([line, headers, content]) => Buffer.from([line, ...headers, "", content].join("\r\n")));

const wellFormed = body.map((content) =>
  Buffer.from(
    [
      "POST /db/neo4j/query/v2 HTTP/1.1",
      "Host: x",
      "Authorization: Bearer jwt",
      "Content-Type: application/json",
      "Connection: close",
      `Content-Length: ${Buffer.byteLength(content)}`,
      "",
      content,
    ].join("\r\n"),
  ),
);

const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

/** Sends so many random requests, each on a connection of its own that has to end. */
export async function withstandHttp(server: Neo4jServer, count: number): Promise<void> {
  const requests = fc.array(fc.oneof(message, wellFormed, noise), {
    minLength: WIDTH,
    maxLength: WIDTH,
  });
  await fc.assert(
    fc.asyncProperty(requests, async (all) => {
      await Promise.all(all.map((bytes) => play(server.httpPort, bytes)));
    }),
    { numRuns: Math.ceil(count / WIDTH), endOnFailure: true },
  );
}

async function play(port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.resume();
  socket.end(bytes);
  await closed;
}
