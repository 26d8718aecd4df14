import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

const servers: Server[] = [];

/** A server on loopback that answers as an attacker would, and what it was asked. */
export async function hostileServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    request.on("end", () => answer(request, response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Stops all of them. */
export function stopHostileServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** Answers with a JSON body. */
export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** 16 MiB of JSON in 16 KiB: the beginning of a text that does not end. */
const BOMB = gzipSync(`{"filler":"${" ".repeat(16 * 1024 * 1024)}`);

/** Answers with a small body that becomes large when it is decompressed, and never ends. */
export function bomb(response: ServerResponse, status = 200): void {
  response.writeHead(status, { "content-type": "application/json", "content-encoding": "gzip" });
  response.write(BOMB);
}
