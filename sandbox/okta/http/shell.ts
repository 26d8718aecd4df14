import type { Socket } from "node:net";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import {
  internalError,
  invalidField,
  notFound,
  notWellFormed,
  Refusal,
  unsupportedMediaType,
} from "../errors.ts";
import { type FaultContext, injectFaults } from "./fault-hooks.ts";
import { readJson } from "./json.ts";
import type { RateLimiter } from "./rate-limit.ts";
import { originForm, pathOf } from "./target.ts";
import { answerUnknownRoutes } from "./unknown-routes.ts";

/** The largest body that is read, in bytes: an app's profile may have 1 MB. */
const BODY_LIMIT = 2 * 1024 * 1024;

/** What all routes share. */
interface ShellOptions extends FaultContext {
  limiter: RateLimiter;
}

/**
 * A Fastify instance with everything but routes: absolute-form request targets, JSON bodies that may
 * be empty, Okta's error documents for every refusal (unknown paths and methods included), rate-limit
 * headers, injected faults and the request log.
 */
export function createShell(options: ShellOptions): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    requestTimeout: 60_000,
    http: { requireHostHeader: false },
    routerOptions: { maxParamLength: 300 },
    rewriteUrl: (request) => originForm(request.url ?? "/"),
    frameworkErrors: (error, _request, reply) => {
      const refusal = toRefusal(error);
      (reply as FastifyReply).code(refusal.status).send(refusal.toBody());
    },
    clientErrorHandler: answerUnparsable,
  });
  app.decorateRequest("caller", null);
  app.server.on("checkExpectation", (request, response) => {
    app.server.emit("request", request, response);
  });
  readJson(app);
  injectFaults(app, options);
  logRequests(app, options);
  answerUnknownRoutes(app);
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = toRefusal(error);
    return reply.code(refusal.status).headers(refusal.headers).send(refusal.toBody());
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(options.limiter.count(pathOf(request)));
  });
  return app;
}

function logRequests(app: FastifyInstance, { log, clock }: ShellOptions): void {
  app.addHook("onSend", async (request, reply, payload) => {
    log.add({
      at: new Date(clock()).toISOString(),
      method: request.method,
      path: request.url,
      body: request.body,
      status: request.raw.socket.destroyed ? null : reply.statusCode,
      error: reply.statusCode < 400 ? null : errorOf(payload),
      caller: request.caller?.id ?? null,
    });
    return payload;
  });
}

function errorOf(payload: unknown): string | null {
  const match = /"(?:errorCode|error)":"([^"]{1,100})"/.exec(String(payload));
  return match?.[1] ?? null;
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  switch ((error as Partial<FastifyError>).code) {
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return notWellFormed();
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return invalidField("body", `The request body exceeds ${BODY_LIMIT} bytes`);
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return unsupportedMediaType();
    case "FST_ERR_BAD_URL":
    case "FST_ERR_MAX_PARAM_LENGTH":
      return notFound("request target", "Endpoint");
    default:
      return error instanceof SyntaxError ? notWellFormed() : internalError();
  }
}

function answerUnparsable(_error: Error, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(notWellFormed("The request is not valid HTTP/1.1.").toBody());
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
