import type { FastifyRequest } from "fastify";

/** Where a request came from. */
export interface Sender {
  ipAddress: string;
  /** As sent, cut off where it is very long; empty where there was none. */
  userAgent: string;
}

/** Where a request came from. */
export function senderOf(request: FastifyRequest): Sender {
  const userAgent = (request.headers["user-agent"] ?? "").slice(0, 300);
  return { ipAddress: request.ip, userAgent };
}

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
