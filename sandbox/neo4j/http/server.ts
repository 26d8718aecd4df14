import type { AddressInfo } from "node:net";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import type { Configuration } from "../config/index.ts";
import type { Database } from "../cypher/database.ts";
import { toNeo4jError } from "../security/errors.ts";
import type { AuthToken, Security, Subject } from "../security/types.ts";
import { readAuthorization } from "./authorization.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { type DiscoveryOptions, discoveryDocument } from "./discovery.ts";
import { CHALLENGE, HttpError, loginRefusal, statementRefusal, toHttpError } from "./errors.ts";
import { limitConnections } from "./limit-connections.ts";
import { isTyped, JSON_TYPE, negotiate, QUERY_TYPES } from "./media-type.ts";
import { readQueryRequest, runQuery } from "./query.ts";

/** Bytes of a request's body. */
const BODY_LIMIT = 1024 * 1024;
/** Milliseconds for the head and the body of a request to arrive. */
const REQUEST_TIMEOUT = 30_000;

const QUERY_PATH = "/db/:database/query/v2";
const UNKNOWN_ROUTE =
  "The sandbox's Neo4j stand-in serves only GET / and POST /db/{databaseName}/query/v2 over HTTP.";

/** What the HTTP side serves, and where it listens. */
export interface HttpServerOptions extends DiscoveryOptions {
  configuration: DiscoveryOptions["configuration"] &
    Pick<Configuration, "authEnabled" | "accessControlAllowOrigin">;
  security: Security;
  database: Database;
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Clients connected at once; one more takes the place of an idle one. */
  connections: number;
  onError: (error: unknown) => void;
}

/** The HTTP side: discovery document and Query API v2. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #app: FastifyInstance;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#app = Fastify({
      bodyLimit: BODY_LIMIT,
      requestTimeout: REQUEST_TIMEOUT,
      forceCloseConnections: true,
      exposeHeadRoutes: false,
      frameworkErrors: (error, _request, reply) => void this.#fail(error, reply),
    });
    const readJson = this.#app.getDefaultJsonParser("error", "error");
    this.#app.addContentTypeParser(QUERY_TYPES, { parseAs: "string" }, readJson);
    limitConnections(this.#app.server, options.connections);
    allowOrigin(this.#app, options.configuration.accessControlAllowOrigin);
    this.#app.setErrorHandler((error: FastifyError, _request, reply) => this.#fail(error, reply));
    this.#app.setNotFoundHandler((_request, reply) =>
      send(reply, new HttpError(404, "Neo.ClientError.Request.Invalid", UNKNOWN_ROUTE)),
    );
    this.#routes();
  }

  /** @throws the listening error, e.g. EADDRINUSE */
  async start(): Promise<void> {
    await this.#app.listen({ host: this.#options.host, port: this.#options.port });
  }

  /** Stops listening and cuts what is connected. */
  async stop(): Promise<void> {
    await this.#app.close();
  }

  /** The bound port, or 0 while it does not listen. */
  get port(): number {
    return (this.#app.server.address() as AddressInfo | null)?.port ?? 0;
  }

  #routes(): void {
    answerPreflight(this.#app, "/", "GET");
    answerPreflight(this.#app, QUERY_PATH, "POST");
    this.#app.get("/", async (request, reply) => {
      negotiate(request.headers.accept, [JSON_TYPE]);
      await reply.type(JSON_TYPE).send(await discoveryDocument(this.#options));
    });
    this.#app.post<{ Params: { database: string } }>(
      QUERY_PATH,
      {
        onRequest: async (request) => {
          const token = this.#credentials(request.headers.authorization);
          request.subject = await this.#options.security.login(token).catch((error) => {
            throw loginRefusal(error);
          });
          request.answerType = negotiate(request.headers.accept, QUERY_TYPES);
        },
      },
      async (request, reply) => {
        const { subject, answerType } = request;
        if (!subject || !answerType) throw new Error("the request was not logged in");
        const query = readQueryRequest(request.body);
        const { database } = request.params;
        const body = await runQuery(this.#options.database, subject, database, query, {
          readsTyped: isTyped(request.headers["content-type"]),
          writesTyped: isTyped(answerType),
        });
        await reply.code(202).type(answerType).send(JSON.stringify(body));
      },
    );
  }

  /** While authentication is turned off, nobody has to say who they are. */
  #credentials(header: string | undefined): AuthToken {
    if (header === undefined && !this.#options.configuration.authEnabled) return { scheme: "none" };
    return readAuthorization(header);
  }

  #fail(error: FastifyError, reply: FastifyReply): FastifyReply {
    const refusal = toHttpError(error) ?? ofFastify(error);
    if (!refusal) this.#options.onError(error);
    return send(reply, refusal ?? statementRefusal(toNeo4jError(error)));
  }
}

declare module "fastify" {
  interface FastifyRequest {
    subject?: Subject;
    /** The media type that the client likes best. */
    answerType?: string;
  }
}

/** What Fastify itself refuses: a body that is no JSON, too big, or of another type. */
function ofFastify({ statusCode, message }: FastifyError): HttpError | undefined {
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined;
  return new HttpError(statusCode, "Neo.ClientError.Request.Invalid", message);
}

function send(reply: FastifyReply, { status, code, message }: HttpError): FastifyReply {
  if (status === 401) reply.header("WWW-Authenticate", CHALLENGE);
  return reply
    .code(status)
    .type(reply.request.answerType ?? JSON_TYPE)
    .send(JSON.stringify({ errors: [{ code, message }] }));
}
