import type { IncomingMessage, ServerResponse } from "node:http";
import { LoopbackServer } from "../../support/loopback-server.ts";

type Body = Record<string, unknown>;
interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: Body;
  [field: string]: unknown;
}

export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Body;
}

const RESOURCES = [
  {
    name: "namespaces",
    kind: "Namespace",
    namespaced: false,
    singularName: "namespace",
    verbs: [],
  },
  { name: "configmaps", kind: "ConfigMap", namespaced: true, singularName: "configmap", verbs: [] },
  { name: "secrets", kind: "Secret", namespaced: true, singularName: "secret", verbs: [] },
];

const DISCOVERIES = new Map<string, object[]>([
  ["/api/v1", RESOURCES],
  [
    "/apis/batch/v1",
    [{ name: "jobs", kind: "Job", namespaced: true, singularName: "job", verbs: [] }],
  ],
]);

/** An API server just good enough for Namespaces, ConfigMaps, Secrets and Jobs: create, read, merge, delete. */
export class FakeApiServer extends LoopbackServer {
  readonly requests: ApiRequest[] = [];
  /** The next answers, in place of the usual ones. */
  readonly replies: { status: number; body: Body }[] = [];
  /** A deleted object stays, as one does that has finalizers, until {@link finish}. */
  lingering = false;
  readonly #objects = new Map<string, ApiObject>();
  #revision = 0;

  /** The methods and paths of the requests that are no discovery. */
  get calls(): string[] {
    return this.requests
      .filter(({ path }) => !DISCOVERIES.has(path))
      .map(({ method, path }) => `${method} ${path}`);
  }

  at(path: string): ApiObject {
    const found = this.#objects.get(path);
    if (found === undefined) throw new Error(`nothing at ${path}`);
    return found;
  }

  /** Takes an object away, as a controller does when its work is done. */
  finish(path: string): void {
    this.at(path);
    this.#objects.delete(path);
  }

  protected override async answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const url = new URL(request.url ?? "/", "http://placeholder");
    const { method = "", headers } = request;
    const body = text === "" ? {} : (JSON.parse(text) as Body);
    const query = url.searchParams;
    this.requests.push({ method, path: url.pathname, query, headers, body });
    response.setHeader("content-type", "application/json");
    const resources = DISCOVERIES.get(url.pathname);
    const reply = resources
      ? discovery(url.pathname, resources)
      : (this.replies.shift() ?? this.#usual(method, url.pathname, body));
    response.writeHead(reply.status).end(JSON.stringify(reply.body));
  }

  #usual(method: string, path: string, body: Body): { status: number; body: unknown } {
    if (method === "POST") return this.#create(path, body as ApiObject);
    const object = this.#objects.get(path);
    if (object === undefined)
      return failure(404, `${path.split("/").at(-2)} "${path.split("/").at(-1)}" not found`);
    if (method === "DELETE") {
      object.metadata.deletionTimestamp = "2026-11-22T08:00:00Z";
      if (!this.lingering) this.#objects.delete(path);
    }
    if (method === "PATCH") {
      merge(object, body);
      object.metadata.resourceVersion = String(++this.#revision);
    }
    return { status: 200, body: object };
  }

  #create(collection: string, object: ApiObject): { status: number; body: unknown } {
    const path = `${collection}/${String(object.metadata.name)}`;
    if (this.#objects.has(path))
      return failure(409, `"${String(object.metadata.name)}" already exists`);
    const metadata = {
      ...object.metadata,
      creationTimestamp: "2026-11-22T07:52:24Z",
      resourceVersion: String(++this.#revision),
      uid: `uid-${this.#revision}`,
    };
    const created = {
      ...object,
      metadata,
      ...(object.kind === "Secret" ? { type: "Opaque" } : {}),
    };
    this.#objects.set(path, created);
    return { status: 201, body: created };
  }
}

function discovery(path: string, resources: object[]): { status: number; body: unknown } {
  const groupVersion = path.replace(/^\/apis?\//, "");
  const list = { kind: "APIResourceList", groupVersion, resources };
  return { status: 200, body: list };
}

/** The API server's answer of an error. */
export function failure(code: number, message: string): { status: number; body: Body } {
  return { status: code, body: { kind: "Status", status: "Failure", code, message } };
}

function merge(target: Body, patch: Body): void {
  for (const [key, value] of Object.entries(patch)) {
    const before = target[key];
    if (value === null) delete target[key];
    else if (isBody(before) && isBody(value)) merge(before, value);
    else target[key] = value;
  }
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
