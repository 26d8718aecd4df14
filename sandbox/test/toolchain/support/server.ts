import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FileServer {
  url: string;
  /** Method and path of each request so far. */
  requests: string[];
  stop(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves the given paths on loopback, and 404 for every other one. */
export async function serve(routes: Record<string, Handler>): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const handler = routes[request.url ?? ""];
    if (handler !== undefined) handler(request, response);
    else response.writeHead(404).end("no such file");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export const send =
  (body: string | Uint8Array): Handler =>
  (_request, response) =>
    void response.end(body);

/** Accepts the request and never says anything. */
export const hang: Handler = () => {};

/** Announces more bytes than it sends, then closes the connection. */
export const truncate =
  (body: Uint8Array): Handler =>
  (_request, response) => {
    response.writeHead(200, { "content-length": body.length });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  };

/** Sends the first half and keeps the connection open. */
export const stall =
  (body: Uint8Array): Handler =>
  (_request, response) => {
    response.writeHead(200, { "content-length": body.length });
    response.write(body.subarray(0, body.length / 2));
  };
