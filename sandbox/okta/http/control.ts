import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { invalidToken, notFound } from "../errors.ts";
import { findServer, type Org } from "../org.ts";
import { rotateKeys } from "../tokens/keys.ts";
import { parseBody } from "./body.ts";
import { type Credentials, isAccessToken } from "./caller.ts";
import { CONTROL_PREFIX } from "./fault-hooks.ts";
import { type Faults, faultSchema } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";

/** What the control endpoints work on. */
interface ControlOptions {
  credentials: Credentials;
  faults: Faults;
  log: RequestLog;
}

const clockSchema = z.strictObject({ skewSeconds: z.int().min(-31_536_000).max(31_536_000) });

/**
 * The sandbox's own endpoints beside Okta's: the request log, faults, the clock and key rotation.
 * They ask for the access token of the emulator, and are registered only when switched on.
 */
export function controlRoutes(
  org: Org,
  { credentials, faults, log }: ControlOptions,
): FastifyPluginAsync {
  return async (app) => {
    app.addHook("onRequest", async (request) => {
      if (!isAccessToken(credentials, request.headers.authorization)) throw invalidToken();
      request.caller = { id: "access-token", scopes: "all" };
    });

    const show = () => ({ faults: faults.active, skewSeconds: faults.skew / 1000 });
    const at = (path: string) => `${CONTROL_PREFIX}${path}`;

    app.get(at("/log"), { config: { summary: "Read the request log" } }, async () => log.entries);
    app.delete(at("/log"), { config: { summary: "Empty the request log" } }, async (_, reply) => {
      log.clear();
      return reply.code(204).send();
    });
    app.get(at("/faults"), { config: { summary: "Read the active faults" } }, async () => show());
    app.post(
      at("/faults"),
      { config: { summary: "Switch a fault on" } },
      async ({ body }, reply) => {
        faults.add(parseBody(faultSchema, body));
        return reply.code(201).send(show());
      },
    );
    app.delete(
      at("/faults"),
      { config: { summary: "Switch all faults off" } },
      async (_, reply) => {
        faults.clear();
        return reply.code(204).send();
      },
    );
    app.put(
      at("/clock"),
      { config: { summary: "Put the org's clock off by seconds" } },
      async ({ body }) => {
        faults.skew = parseBody(clockSchema, body).skewSeconds * 1000;
        return show();
      },
    );
    app.post<{ Params: { authServerId: string } }>(
      at("/authorizationServers/:authServerId/rotate"),
      { config: { summary: "Rotate the signing key of an authorization server now" } },
      async ({ params }, reply) => {
        const server = findServer(org, params.authServerId);
        if (!server) throw notFound(params.authServerId, "AuthorizationServer");
        await rotateKeys(org, server);
        return reply.code(204).send();
      },
    );
  };
}
