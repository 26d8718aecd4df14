import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Options } from "../options.ts";
import type { ReachableService } from "../services.ts";
import type { World } from "../world.ts";

/** A port of this machine that leads to Neo4j, whatever port that has at the moment. */
interface Door {
  server: Server;
  /** What it leads to. */
  to: Pick<ReachableService, "namespace" | "name" | "port">;
}

/** Ports of Neo4j's Services to the ports of this machine that the options name. */
export function doorsOf({ boltPort, httpPort }: Pick<Options, "boltPort" | "httpPort">) {
  const wanted = new Map<number, number>();
  if (boltPort !== undefined) wanted.set(7687, boltPort);
  if (httpPort !== undefined) wanted.set(7474, httpPort);
  return wanted;
}

/** Keeps Neo4j at the same ports of this machine while its Pods come and go. */
export class Doors {
  /** Port of a Service to the port of this machine that leads there. */
  readonly #wanted: ReadonlyMap<number, number>;
  readonly #reach: World["reach"];
  readonly #open = new Map<number, Door>();
  readonly #sockets = new Set<Socket>();

  constructor(wanted: ReadonlyMap<number, number>, reach: World["reach"]) {
    this.#wanted = wanted;
    this.#reach = reach;
  }

  /**
   * Opens what is not open yet, each to the first Service with its port. It stays with that Service.
   *
   * @returns the services, with the doors' addresses where there is a door
   */
  async lead(services: readonly ReachableService[]): Promise<ReachableService[]> {
    const kept = new Map<string, string>();
    for (const [port, local] of this.#wanted) {
      const first = services.find((service) => service.port === port);
      const door = this.#open.get(port) ?? (first && (await this.#openDoor(port, local, first)));
      const behind = services.find((service) => isSame(service, door?.to));
      const { port: at } = (door?.server.address() ?? {}) as Partial<AddressInfo>;
      if (behind) kept.set(behind.address, `127.0.0.1:${at}`);
    }
    // Several Services may lead to one Pod.
    return services.map((service) => {
      return { ...service, address: kept.get(service.address) ?? service.address };
    });
  }

  async close(): Promise<void> {
    for (const { server } of this.#open.values()) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #openDoor(port: number, local: number, to: Door["to"]): Promise<Door> {
    const { namespace, name } = to;
    const server = createServer((client) => {
      this.#keep(client);
      this.#reach.endpoint(namespace, name, port).then(
        ({ host, port: current }) => {
          const target = this.#keep(connect(current, host));
          client.pipe(target).pipe(client);
          client.on("close", () => target.destroy());
          target.on("close", () => client.destroy());
        },
        () => client.destroy(),
      );
    });
    server.listen(local, "127.0.0.1");
    await once(server, "listening");
    const door = { server, to: { namespace, name, port } };
    this.#open.set(port, door);
    return door;
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
  }
}

function isSame(service: ReachableService, to: Door["to"] | undefined): boolean {
  return (
    service.namespace === to?.namespace && service.name === to.name && service.port === to.port
  );
}
