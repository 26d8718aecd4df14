import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { internalError, type OktaError, rateLimited } from "../errors.ts";
import type { Fault, Faults } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";
import { pathOf } from "./target.ts";

/** Where the control endpoints live; faults never strike there. */
export const CONTROL_PREFIX = "/_sandbox";

/** What faults need of the server that they strike. */
export interface FaultContext {
  log: RequestLog;
  faults: Faults;
  /** Milliseconds since the epoch, without the skew of the clock fault. */
  clock: () => number;
  /** Aborted when the server stops, so that delayed answers do not hold it up. */
  stopping: AbortSignal;
}

/** Lets the active faults strike each request before anything else looks at it. */
export function injectFaults(
  app: FastifyInstance,
  { faults, log, clock, stopping }: FaultContext,
): void {
  const doomed = new WeakSet<FastifyRequest>();

  app.addHook("onRequest", async (request, reply) => {
    const path = pathOf(request);
    if (path.startsWith(CONTROL_PREFIX)) return undefined;
    for (const fault of faults.strike(request.method, path)) {
      if (fault.kind === "slow") {
        await delay(fault.delayMs, undefined, { signal: stopping }).catch(() => {});
      } else if (fault.kind !== "drop") {
        throw refusalOf(fault, clock);
      } else if (fault.when === "after") {
        doomed.add(request);
      } else {
        log.add({ ...unanswered(request), at: new Date(clock()).toISOString() });
        return drop(request, reply);
      }
    }
    return stopping.aborted ? drop(request, reply) : undefined;
  });

  app.addHook("onSend", async (request, _reply, payload) => {
    if (doomed.has(request)) request.raw.socket.destroy();
    return payload;
  });
}

function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.raw.socket.destroy();
  return reply.hijack();
}

function unanswered({ method, url }: FastifyRequest) {
  return { method, path: url, body: null, status: null, error: null, caller: null };
}

function refusalOf(
  fault: Exclude<Fault, { kind: "slow" | "drop" }>,
  clock: () => number,
): OktaError {
  if (fault.kind === "rate-limit") {
    return rateLimited(0, Math.ceil(clock() / 1000) + fault.resetSeconds);
  }
  return internalError(fault.status);
}
