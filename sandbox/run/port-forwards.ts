import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { CoreV1Api, type KubeConfig, PortForward, type V1Pod } from "@kubernetes/client-node";
import { type Endpoint, findBackend } from "../kubernetes/node/endpoints.ts";

/** Ways to the Services of a cluster: loopback ports whose connections go through its API server. */
export class PortForwards {
  readonly #config: KubeConfig;
  readonly #api: CoreV1Api;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(config: KubeConfig) {
    this.#config = config;
    this.#api = config.makeApiClient(CoreV1Api);
  }

  /**
   * Opens a port for a Service's. Each connection goes to a Pod that is ready then.
   * @throws SandboxError when there is no such port, or no Pod is ready behind it
   */
  async endpoint(namespace: string, name: string, port: number): Promise<Endpoint> {
    await this.#find(namespace, name, port);
    const server = createServer((socket) => void this.#forward(socket, namespace, name, port));
    this.#servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
  }

  /** Closes all ports and connections. */
  async stop(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #forward(socket: Socket, namespace: string, name: string, port: number): Promise<void> {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    try {
      const { pod, target } = await this.#find(namespace, name, port);
      const forward = new PortForward(this.#config);
      const opened = await forward.portForward(namespace, pod, [target], socket, null, socket);
      const connection = opened as unknown as Connection;
      connection.addEventListener("close", () => socket.destroySoon());
      socket.on("close", () => connection.close());
    } catch {
      // The client sees a connection that ends, as it would with a Pod that has just gone.
      socket.destroy();
    }
  }

  async #find(
    namespace: string,
    name: string,
    port: number,
  ): Promise<{ pod: string; target: number }> {
    const service = await this.#api.readNamespacedService({ namespace, name });
    const { items } = await this.#api.listNamespacedPod({ namespace });
    const backends = items.map((pod) => ({ pod, ready: isReady(pod) }));
    const { backend, target } = findBackend(service, backends, port);
    return { pod: backend.pod.metadata?.name ?? "", target };
  }
}

/** What is used of a WebSocket. */
interface Connection {
  addEventListener(event: "close", listener: () => void): void;
  close(): void;
}

function isReady({ status }: V1Pod): boolean {
  return (status?.conditions ?? []).some((one) => one.type === "Ready" && one.status === "True");
}
