import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A Secret as an API server has it. */
interface StoredSecret {
  metadata: { name: string; resourceVersion: string };
  data: Record<string, string>;
}

/** The Secrets of a cluster, over HTTP: a write must name the version that it was made from. */
export class Cluster {
  readonly secrets = new Map<string, StoredSecret>();
  /** Of every namespace. */
  pods: object[] = [];
  /** Told before each write: another one may come first. */
  onWrite: () => void = () => {};
  /** Instead of an answer. */
  refusal: number | undefined;
  #version = 0;
  readonly #server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    const body = method === "GET" ? undefined : ((await json(request)) as never);
    const [status, answer] = this.refusal ? [this.refusal, {}] : this.#answer(method, url, body);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });

  /** @param kubeconfig the file that is written for clients */
  async start(kubeconfig: string): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, "127.0.0.1", listening));
    const server = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const config = {
      clusters: [{ name: "c", cluster: { server, "insecure-skip-tls-verify": true } }],
      users: [{ name: "u", user: {} }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      "current-context": "x",
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
  }

  stop(): void {
    this.#server.close();
  }

  /** A value as text. */
  value(secret: string, key: string): string | undefined {
    const data = this.secrets.get(secret)?.data[key];
    return data === undefined ? undefined : Buffer.from(data, "base64").toString();
  }

  put(path: string, values: Record<string, string>): StoredSecret {
    this.#version += 1;
    const data = Object.fromEntries(
      Object.entries(values).map(([key, text]) => [key, Buffer.from(text).toString("base64")]),
    );
    const name = path.split("/").at(-1) ?? "";
    const stored = { metadata: { name, resourceVersion: String(this.#version) }, data };
    this.secrets.set(path, stored);
    return stored;
  }

  #answer(
    method: string,
    url: string,
    body?: {
      metadata: { name: string; resourceVersion?: string };
      stringData: Record<string, string>;
    },
  ): [number, object] {
    const [namespace = "", , name = body?.metadata.name ?? ""] = url.split("/").slice(4);
    if (url.endsWith("/pods")) return [200, { items: this.pods }];
    const path = `${namespace}/${name}`;
    if (body === undefined) {
      const found = this.secrets.get(path);
      return found === undefined ? [404, {}] : [200, found];
    }
    this.onWrite();
    const there = this.secrets.get(path);
    if (body.metadata.resourceVersion !== there?.metadata.resourceVersion) return [409, {}];
    const before = Object.keys(there?.data ?? {}).map((key) => [key, this.value(path, key) ?? ""]);
    return [
      method === "POST" ? 201 : 200,
      this.put(path, { ...Object.fromEntries(before), ...body.stringData }),
    ];
  }
}
