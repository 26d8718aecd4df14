import type { IncomingMessage, ServerResponse } from "node:http";
import { LoopbackServer } from "../../support/loopback-server.ts";

/** One request as it came over the wire. */
export interface RecordedRequest {
  method: string;
  /** The request target, absolute or not, as sent. */
  target: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: unknown;
}

type Body = Record<string, unknown>;
type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

/**
 * An Okta just good enough to be written to and read from: it keeps what is posted, gives ids in
 * order, and records every request. It judges nothing.
 */
export class RecordingOkta extends LoopbackServer {
  readonly requests: RecordedRequest[] = [];
  /** The next answers, in place of the usual ones. */
  readonly replies: Reply[] = [];
  readonly #objects = new Map<string, Body>();
  #count = 0;

  /** Takes the recorded requests, leaving none. */
  take(): RecordedRequest[] {
    return this.requests.splice(0);
  }

  /** The stored object at a path, for changing it behind the plugin's back. */
  at(path: string): Body {
    const found = this.#objects.get(path);
    if (found === undefined) throw new Error(`nothing at ${path}`);
    return found;
  }

  forget(path: string): void {
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
    const recorded: RecordedRequest = {
      method: request.method ?? "",
      target: request.url ?? "",
      path: url.pathname + url.search,
      headers: request.headers,
      body: bodyOf(request, text),
    };
    this.requests.push(recorded);
    const reply = this.replies.shift() ?? this.#usual(recorded, url);
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
  }

  #usual({ method, body }: RecordedRequest, url: URL): Reply {
    const path = url.pathname;
    if (/\/lifecycle\/(de)?activate$/.test(path)) {
      const object = this.#objects.get(path.replace(/\/lifecycle\/.*$/, ""));
      if (object !== undefined) object.status = path.endsWith("deactivate") ? "INACTIVE" : "ACTIVE";
      return path.startsWith("/api/v1/apps/") ? { status: 200, body: {} } : { status: 204 };
    }
    if (path === "/api/v1/users/me") return { status: 200, body: { id: "00u1", status: "ACTIVE" } };
    if (method === "GET" && path === "/api/v1/authorizationServers") return this.#list(path);
    if (method === "POST") return this.#create(path, body as Body);
    const object = this.#objects.get(path);
    if (object === undefined) return notFound(path);
    if (method === "DELETE") this.#objects.delete(path);
    if (method === "DELETE") return { status: 204 };
    if (method === "PUT") {
      const written = { ...object, ...(body as Body) };
      if (!Object.hasOwn(body as Body, "profile")) delete written.profile;
      this.#objects.set(path, written);
      return { status: 200, body: withSecret(written, "generated-secret") };
    }
    return { status: 200, body: withSecret(object, undefined) };
  }

  #list(prefix: string): Reply {
    const items = [...this.#objects]
      .filter(
        ([path]) => path.startsWith(`${prefix}/`) && !path.slice(prefix.length + 1).includes("/"),
      )
      .map(([, object]) => object);
    return { status: 200, body: items };
  }

  #create(collection: string, body: Body): Reply {
    const kind = collection.split("/").at(-1) ?? "";
    const id = `${PREFIXES[kind] ?? "xxx"}${String(++this.#count).padStart(17, "0")}`;
    const object: Body = { status: "ACTIVE", ...body, id, ...this.#extras(kind, id, body) };
    this.#objects.set(`${collection}/${id}`, object);
    const status = kind === "apps" ? 200 : 201;
    return { status, body: kind === "apps" ? withSecret(object, "generated-secret") : object };
  }

  #extras(kind: string, id: string, body: Body): Body {
    if (kind === "authorizationServers") {
      const signing = (body.credentials as { signing: Body }).signing;
      return {
        issuer: `http://x/oauth2/${id}`,
        credentials: { signing: { ...signing, kid: "k" } },
      };
    }
    if (kind === "scopes" || kind === "rules") return { system: false };
    return {};
  }
}

/** A form stays the text that it is. */
function bodyOf({ headers }: IncomingMessage, text: string): unknown {
  if (headers["content-type"] === "application/x-www-form-urlencoded") return text;
  return text === "" ? null : JSON.parse(text);
}

const PREFIXES: Record<string, string> = {
  apps: "0oa",
  authorizationServers: "aus",
  scopes: "scp",
  claims: "ocl",
  policies: "00p",
  rules: "0pr",
};

function notFound(path: string): Reply {
  return {
    status: 404,
    body: {
      errorCode: "E0000007",
      errorSummary: `Not found: Resource not found: ${path.split("/").at(-1)}`,
      errorCauses: [],
    },
  };
}

/** Okta returns a client's secret on writes only, and gives the app's id where none was chosen. */
function withSecret(object: Body, secret: string | undefined): Body {
  const credentials = object.credentials as { oauthClient?: Body } | undefined;
  if (credentials?.oauthClient === undefined) return object;
  const { client_secret: given, ...client } = credentials.oauthClient;
  const shown = secret === undefined ? {} : { client_secret: given || secret };
  const oauthClient = { client_id: object.id, ...client, ...shown };
  return { ...object, credentials: { ...credentials, oauthClient } };
}
