import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Bodies of requests, to be awaited until one fits. */
export class Inbox {
  readonly #bodies: unknown[] = [];
  readonly #waiting = new Set<() => void>();

  async receive(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.#bodies.push(JSON.parse(Buffer.concat(chunks).toString() || "null"));
    for (const check of this.#waiting) check();
  }

  /** The first body, of those that came and will come, that matches. */
  find(fits: (body: never) => unknown): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const check = () => {
      const found = this.#bodies.find((body) => fits(body as never));
      if (found === undefined) return;
      this.#waiting.delete(check);
      resolve(found);
    };
    this.#waiting.add(check);
    check();
    return promise;
  }
}

/** The collections that a node follows, by the kind of their list. */
export const COLLECTIONS = {
  pods: "PodList",
  persistentvolumeclaims: "PersistentVolumeClaimList",
  services: "ServiceList",
  namespaces: "NamespaceList",
  jobs: "JobList",
};

export type Collection = keyof typeof COLLECTIONS;

/** An HTTP server that answers a few paths of the Kubernetes API, and 404 to all others. */
export interface ApiServer {
  kubeConfig: KubeConfig;
  /** Method and path of each request, in order. */
  requests: string[];
  /** @param answer an object is sent as JSON */
  on(route: string, answer: object | Answer): void;
  /**
   * Serves the collections that a node follows, with these objects in them, and opens their watches.
   * @returns the open watch of each collection, for telling of changes
   */
  collections(objects?: Partial<Record<Collection, object[]>>): Map<Collection, ServerResponse>;
  /** Accepts all requests of a route and keeps their bodies. */
  inbox(route: string): Inbox;
  stop(): Promise<void>;
}

export async function startApiServer(): Promise<ApiServer> {
  const routes = new Map<string, object | Answer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const watch = url.searchParams.has("watch") ? "WATCH" : request.method;
    const route = `${watch} ${url.pathname}`;
    requests.push(route);
    const answer = routes.get(route);
    if (typeof answer === "function") return (answer as Answer)(request, response);
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { kind: "Status", code: 404, message: "not found" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The client takes plain HTTP for granted only where certificates are not verified either.
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    {
      name: "c",
      server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      skipTLSVerify: true,
    },
    { name: "u", token: "t" },
  );
  const watched = new Map<Collection, ServerResponse>();
  return {
    kubeConfig,
    requests,
    collections: (objects = {}) => {
      for (const [collection, kind] of Object.entries(COLLECTIONS) as [Collection, string][]) {
        const items = objects[collection] ?? [];
        const metadata = { resourceVersion: "1" };
        const version = collection === "jobs" ? "batch/v1" : "v1";
        const path = `${version === "v1" ? "/api/v1" : `/apis/${version}`}/${collection}`;
        routes.set(`GET ${path}`, { apiVersion: version, kind, metadata, items });
        routes.set(`WATCH ${path}`, (_: unknown, response: ServerResponse) => {
          response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
          watched.set(collection, response);
        });
      }
      return watched;
    },
    on: (route, answer) => routes.set(route, answer),
    inbox: (route) => {
      const received = new Inbox();
      routes.set(route, (request: IncomingMessage, response: ServerResponse) => {
        response.setHeader("content-type", "application/json");
        void received.receive(request).then(() => response.end("{}"));
      });
      return received;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
