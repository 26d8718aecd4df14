import type { FastifyInstance } from "fastify";
import type { Org } from "../org.ts";
import type { Need } from "../rights/needs.ts";
import { answerAndRecord } from "../system-log/record-change.ts";
import type { Caller } from "./caller.ts";

/** HTTP methods of the management API. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a handler sees of a request: plain values, no socket. */
export interface Call {
  org: Org;
  caller: Caller;
  /** Path parameters, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Path and query as received, for links to the same list. */
  target: string;
  /** Parsed JSON, or undefined when there was no body. Not validated yet. */
  body: unknown;
}

/** What a handler answers; without `body` the response is empty. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** One management endpoint. Resource files export lists of these; the plugin registers them. */
export interface Route {
  method: Method;
  /** In Fastify's syntax: `/api/v1/apps/:appId`. */
  path: string;
  /** One phrase for the table of what is supported. */
  summary: string;
  handle(call: Call): Answer | Promise<Answer>;
  /** Family of the API scope a Bearer caller needs: `okta.apps` asks for `.read` or `.manage`. */
  scope: string | null;
  /** What the call takes of the caller's admin roles, besides the scope. */
  needs: readonly Need[];
}

/** What the routes of a resource ask of their callers: API scopes of one family, and admin roles. */
export interface Access {
  scope: string;
  /** For GET, where the row itself says nothing. */
  read: readonly Need[];
  /** For the other methods, where the row itself says nothing. */
  write: readonly Need[];
}

/** A route as its resource file writes it: one line of a table. */
export type Row = readonly [
  method: Method,
  path: string,
  summary: string,
  handle: Route["handle"],
  needs?: readonly Need[],
];

/** The routes of a resource; without `access` they ask for nothing. */
export function routes(access: Access | null, rows: readonly Row[]): Route[] {
  return rows.map(([method, path, summary, handle, needs]) => ({
    ...{ method, path, summary, handle, scope: access?.scope ?? null },
    needs: needs ?? (method === "GET" ? access?.read : access?.write) ?? [],
  }));
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** One phrase for the table of what is supported. */
    summary?: string;
    /** Family of the API scope the caller needs, such as `okta.apps`; null where none is needed. */
    scope?: string | null;
    /** What the call takes of the caller's admin roles. */
    needs?: readonly Need[];
  }
  interface FastifyRequest {
    /** Who asks, once known; its `id` goes into the request log. */
    caller: Caller | null;
  }
}

/** Registers the routes on a Fastify instance whose requests carry an authenticated caller. */
export function register(app: FastifyInstance, org: Org, all: readonly Route[]): void {
  for (const route of all) {
    const { method, path, summary, scope, needs } = route;
    app.route({
      method,
      url: path,
      config: { summary, scope, needs },
      async handler(request, reply) {
        const { caller } = request;
        if (!caller) throw new TypeError(`${path} answers authenticated callers only.`);
        const answer = await answerAndRecord(route, {
          org,
          caller,
          params: request.params as Record<string, string>,
          query: new URLSearchParams(request.url.split("?")[1] ?? ""),
          target: request.url,
          body: request.body,
        });
        reply.code(answer.status).headers(answer.headers ?? {});
        return answer.body === undefined ? reply.send() : reply.send(answer.body);
      },
    });
  }
}
