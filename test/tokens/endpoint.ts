import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TokenClient } from "../../tokens/client.ts";
import type { TokenClientOptions } from "../../tokens/options.ts";

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Drops the connection in place of answering. */
  drop?: boolean;
}

interface Seen {
  headers: IncomingHttpHeaders;
  form: URLSearchParams;
}

export const SECRET = "s3cret-value-of-the-client";
export const TOKEN = {
  access_token: "a.b.c",
  token_type: "Bearer",
  expires_in: 60,
  scope: "neo4j_groups",
};
let server: Server | undefined;

/** Stops answering, as an endpoint that is down. */
export function closeEndpoint(): void {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
}

/** A token endpoint that gives these answers in order, the last one for ever. */
export async function endpoint(...answers: Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)] ?? {};
      seen.push({ headers: request.headers, form: new URLSearchParams(text) });
      if (answer.drop) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status ?? 200, {
        "content-type": "application/json",
        ...answer.headers,
      });
      response.end(
        typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? TOKEN),
      );
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/oauth2/default/v1/token`, seen };
}

export function client(url: string, more: Partial<TokenClientOptions> = {}): TokenClient {
  return new TokenClient({
    issuer: new URL("../verify", url).href,
    tokenEndpoint: url,
    clientId: "etl-loader",
    scope: "neo4j_groups",
    credential: { kind: "client_secret_basic", clientSecret: SECRET },
    ...more,
    resilience: { initialDelay: 1, maxDelay: 5, ...more.resilience },
  });
}
