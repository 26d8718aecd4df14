import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { installNeo4jBrowser } from "../neo4j-clients/install.ts";
import { Visitor } from "./visitor.ts";
import { serveBrowser } from "./web-app.ts";

/** The real ones; undefined if one of them cannot be had. */
export interface Programs {
  chromium: string;
  /** Jar of Neo4j Browser. */
  jar: string;
}

/** Looks for Chromium at CHROMIUM and in /usr/bin, and gets Neo4j Browser by Maven. Says what is missing. */
export async function findPrograms(): Promise<Programs | undefined> {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"];
  const found = places.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) console.log("skipped: no Chromium at CHROMIUM or in /usr/bin");
  const jar = found === undefined ? undefined : await installNeo4jBrowser();
  return found === undefined || jar === undefined ? undefined : { chromium: found, jar };
}

/** Neo4j Browser in Chromium. */
export interface Neo4jBrowser {
  /** Where it is served, with the discovery document of a database. */
  origin: string;
  /** Somebody opens it. */
  open(): Promise<Visitor>;
  stop(): Promise<void>;
}

/** @param httpPort of the database; asked with each request for its discovery document */
export async function startBrowser(
  programs: Programs,
  httpPort: () => number,
): Promise<Neo4jBrowser> {
  const app = await serveBrowser(programs.jar, httpPort);
  const browser = await chromium.launch({
    executablePath: programs.chromium,
    // Containers have no user namespaces; the pages are Neo4j's and ours. No other machine is known.
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
  const context = await browser.newContext({ viewport: { width: 1000, height: 720 } });
  return {
    origin: app.origin,
    open: () => Visitor.open(context, app.origin),
    stop: async () => {
      await browser.close();
      await app.stop();
    },
  };
}
