import type { FastifyInstance } from "fastify";
import { methodNotSupported, notFound } from "../errors.ts";
import { pathOf } from "./target.ts";

/** A route as it was registered. */
export interface KnownRoute {
  method: string;
  path: string;
  summary: string;
  scope: string | null;
  /** What it takes of the caller's admin roles, in words. */
  rights: string;
}

declare module "fastify" {
  interface FastifyInstance {
    /** Every route registered so far, in order. */
    knownRoutes: KnownRoute[];
  }
}

/**
 * Keeps a list of the routes and answers what is not on it: 405 E0000022 with `Allow` where the path
 * exists with other methods, 404 E0000007 elsewhere.
 */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const known: (KnownRoute & { pattern: RegExp })[] = [];
  app.decorate("knownRoutes", known);
  app.addHook("onRoute", ({ method, url, config }) => {
    for (const each of [method].flat()) {
      known.push({
        method: each,
        path: url,
        summary: config?.summary ?? "",
        scope: config?.scope ?? null,
        rights: (config?.needs ?? []).map(({ text }) => text).join(" and "),
        pattern: patternOf(url),
      });
    }
  });
  app.setNotFoundHandler((request) => {
    const path = pathOf(request);
    const others = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    throw others.length > 0 ? methodNotSupported(others) : notFound(path, "Endpoint");
  });
}

function patternOf(url: string): RegExp {
  const parts = url
    .split("/")
    .map((part) => (part.startsWith(":") ? "[^/]+" : part.replaceAll(".", "\\.")));
  return new RegExp(`^${parts.join("/")}$`);
}
