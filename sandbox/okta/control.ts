import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { invalidToken } from "./errors.ts";
import { noContent } from "./http/answers.ts";
import { parseBody } from "./http/body.ts";
import { type Credentials, isAccessToken } from "./http/caller.ts";
import { CONTROL_PREFIX } from "./http/fault-hooks.ts";
import { type Faults, faultSchema } from "./http/faults.ts";
import type { RequestLog } from "./http/request-log.ts";
import { type Call, register, routes } from "./http/route.ts";
import { serverOf } from "./management/find.ts";
import type { Org } from "./org.ts";
import { rotateKeys } from "./tokens/keys.ts";

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
      request.caller = { id: "access-token", scopes: "all", rights: "all" };
    });
    register(app, org, controls(faults, log));
  };
}

function controls(faults: Faults, log: RequestLog) {
  const at = (path: string) => `${CONTROL_PREFIX}${path}`;
  const state = (status: number) => ({
    status,
    body: { faults: faults.active, skewSeconds: faults.skew / 1000 },
  });

  function addFault({ body }: Call) {
    faults.add(parseBody(faultSchema, body));
    return state(201);
  }

  function setClock({ body }: Call) {
    faults.skew = parseBody(clockSchema, body).skewSeconds * 1000;
    return state(200);
  }

  return routes(null, [
    ["GET", at("/log"), "Read the request log", () => ({ status: 200, body: log.entries })],
    ["DELETE", at("/log"), "Empty the request log", noContent(() => log.clear())],
    ["GET", at("/faults"), "Read the active faults", () => state(200)],
    ["POST", at("/faults"), "Switch a fault on", addFault],
    ["DELETE", at("/faults"), "Switch all faults off", noContent(() => faults.clear())],
    ["PUT", at("/clock"), "Put the org's clock off by seconds", setClock],
    [
      "POST",
      at("/authorizationServers/:authServerId/rotate"),
      "Rotate the signing key of an authorization server now",
      noContent((call) => rotateKeys(call.org, serverOf(call))),
    ],
  ]);
}
