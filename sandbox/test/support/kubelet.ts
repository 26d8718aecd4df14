import { once } from "node:events";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import type { CoreV1Api } from "@kubernetes/client-node";
import type { SandboxNode } from "../../kubernetes/node/node.ts";
import { loopbackCertificate } from "./certificate.ts";

/** What is used of the package ws, which the Kubernetes client brings, without types. */
interface WebSocket {
  send(data: Buffer): void;
  close(): void;
  on(event: "message", listener: (data: Buffer) => void): void;
  on(event: "close", listener: () => void): void;
}
interface WebSocketServer {
  handleUpgrade(
    request: object,
    socket: Duplex,
    head: Buffer,
    done: (client: WebSocket) => void,
  ): void;
}
const clientsOwn = createRequire(import.meta.resolve("@kubernetes/client-node"));
const { WebSocketServer } = clientsOwn("ws") as {
  WebSocketServer: new (options: {
    noServer: true;
    handleProtocols: () => string;
  }) => WebSocketServer;
};

/** The one endpoint of a kubelet that the API server needs for a port-forward, over WebSocket. */
export async function startKubelet(
  api: CoreV1Api,
  node: SandboxNode,
): Promise<{ port: number; stop(): void }> {
  const { cert, key } = loopbackCertificate();
  const server = createServer({ cert, key });
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: () => "v4.channel.k8s.io",
  });
  server.on("upgrade", async (request, socket, head) => {
    const url = new URL(request.url ?? "", "https://kubelet");
    const [, , namespace = "", pod = ""] = url.pathname.split("/");
    const port = Number(url.searchParams.get("port"));
    const address = await podAddress(api, node, namespace, pod, port);
    sockets.handleUpgrade(request, socket, head, (client) => {
      const target = connect(address);
      const prefix = Buffer.alloc(2);
      prefix.writeUInt16LE(port);
      for (const channel of [0, 1]) client.send(Buffer.concat([Buffer.from([channel]), prefix]));
      client.on("message", (data) => target.write(data.subarray(1)));
      client.on("close", () => target.destroy());
      target.on("data", (data) => client.send(Buffer.concat([Buffer.from([0]), data])));
      target.on("close", () => client.close());
      target.on("error", () => client.close());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => server.close() };
}

/** A Pod of the sandbox's node is on loopback ports, which it tells for Services. */
async function podAddress(
  api: CoreV1Api,
  node: SandboxNode,
  namespace: string,
  pod: string,
  port: number,
) {
  await api.readNamespacedPod({ namespace, name: pod });
  const { items } = await api.listNamespacedService({ namespace });
  for (const { metadata } of items) {
    const name = metadata?.name ?? "";
    const found = await node.endpoint(namespace, name, port).catch(() => undefined);
    if (found) return found;
  }
  throw new Error(`nothing serves port ${port} of ${namespace}/${pod}`);
}
