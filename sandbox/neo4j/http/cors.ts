import type { FastifyInstance } from "fastify";

/**
 * Lets pages of other origins read the answers (CORS), as Neo4j does: those of an unknown path have no
 * such header. A route's preflight is answered by `answerPreflight`.
 *
 * @param origin value of `dbms.security.http_access_control_allow_origin`
 */
export function allowOrigin(app: FastifyInstance, origin: string): void {
  app.addHook("onRequest", async (request, reply) => {
    if (!request.is404) reply.header("Access-Control-Allow-Origin", origin);
  });
}

/** Answers `OPTIONS` of a path, and so the preflight request of a browser, which may send what it asks for. */
export function answerPreflight(app: FastifyInstance, path: string, method: string): void {
  app.options(path, async ({ headers }, reply) => {
    const asked = {
      "Access-Control-Allow-Methods": headers["access-control-request-method"],
      "Access-Control-Allow-Headers": headers["access-control-request-headers"],
    };
    for (const [name, value] of Object.entries(asked)) if (value) reply.header(name, value);
    await reply.header("Allow", `${method},OPTIONS`).type("text/plain").send(`${method}, OPTIONS`);
  });
}
