import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise } from "yauzl";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** An origin as Neo4j's HTTP port is one: Neo4j Browser below `/browser/`, the database for the rest. */
export interface WebApp {
  origin: string;
  stop(): Promise<void>;
}

/**
 * Serves Neo4j Browser out of its jar, and at `/` the discovery document of a database.
 *
 * @param httpPort of the database; asked with each request
 */
export async function serveBrowser(jar: string, httpPort: () => number): Promise<WebApp> {
  const zip = await openPromise(jar, { lazyEntries: true, autoClose: false });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(`/${entry.fileName}`, entry);
  const send = async (path: string, response: ServerResponse) => {
    const file = path === "/browser/" ? "/browser/index.html" : path;
    const entry = entries.get(file);
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("Cache-Control", "max-age=3600");
    if (entry) await pipeline(await zip.openReadStreamPromise(entry), response);
    else response.writeHead(404).end();
  };
  const discover = async (response: ServerResponse) => {
    const headers = { accept: "application/json" };
    const answer = await fetch(`http://127.0.0.1:${httpPort()}/`, { headers });
    response.setHeader("Content-Type", "application/json");
    response.end(await answer.text());
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://127.0.0.1");
    const answer = pathname === "/" ? discover(response) : send(pathname, response);
    answer.catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      zip.close();
    },
  };
}
