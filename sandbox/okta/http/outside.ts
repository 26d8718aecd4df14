import { once } from "node:events";
import { type AddressInfo, isIPv6, type Socket } from "node:net";
import { createServer } from "node:tls";
import type { FastifyInstance } from "fastify";

/** Where an org is reached from outside of this machine's loopback. */
export interface OutsideOptions {
  /** Name or IP address in the org's URL. */
  host: string;
  /** Address of this machine to listen on, and no other. */
  address: string;
  /** Default 0: a free one. */
  port?: number;
  /** The server's certificate for `host`, and its private key, in PEM. */
  cert: string;
  key: string;
}

/**
 * Takes connections by TLS and gives them to an app that listens already: it serves
 * them as its own.
 *
 * @returns the org's URL, and how to stop listening and cut what is connected
 * @throws the listening error; what Node says of a certificate or key that it cannot use
 */
export async function listenOutside(
  app: FastifyInstance,
  { host, address, port: wanted = 0, cert, key }: OutsideOptions,
): Promise<{ url: string; stop(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer({ cert, key, ALPNProtocols: ["http/1.1"] }, (socket) => {
    app.server.emit("connection", socket);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(wanted, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
