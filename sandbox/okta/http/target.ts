import type { FastifyRequest } from "fastify";

/** Path of a request without its query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "/";
}

/**
 * `http://host/path?query`, which clients send to a proxy, as `/path?query`; anything else stays as
 * it is.
 */
export function originForm(target: string): string {
  if (target.startsWith("/")) return target;
  const url = URL.parse(target);
  return url && /^https?:$/.test(url.protocol) ? `${url.pathname}${url.search}` : target;
}
