import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { OktaEmulator } from "../../../okta/emulator.ts";
import { peopleSeed } from "../../../okta/people-seed.ts";
import { CLIENT_ID, google, startIssuer } from "../../support/issuers/index.ts";
import { installNeo4jBrowser } from "../neo4j-clients/install.ts";
import { type Database, type Provider, type SignIn, startDatabase } from "./database.ts";
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

/** Of everybody. */
export const PASSWORD = "Correct-Horse-1";
/** An engineer. */
export const JAKE = "jake@example.com";
/** Somebody without a group that the token tells of. */
export const GUEST = "guest@example.com";
/** Somebody whom the app at Okta is not for. */
export const STRANGER = "stranger@example.com";
/** The id of everybody's sign-ins, which is in their redirect URIs. */
const IDS = ["okta", "okta-id", "untrusting", "google"];

/** Neo4j Browser in Chromium, identity providers, and one database at a time. */
export interface World {
  /** An org; one that trusts no origin; and Google, whose access tokens are no JWT. */
  providers: Record<"okta" | "untrusting" | "google", Provider>;
  /** Has Neo4j Browser find a database with these sign-ins, in the place of the one before. */
  start(signIns: Record<string, SignIn>, settings?: Record<string, string>): Promise<Database>;
  /** Somebody opens Neo4j Browser. */
  open(): Promise<Visitor>;
  stop(): Promise<void>;
}

export async function startWorld(programs: Programs): Promise<World> {
  let database: Database | undefined;
  const app = await serveBrowser(programs.jar, () => database?.server.httpPort ?? 0);
  const redirectUris = IDS.map(
    (id) => `${app.origin}/browser/?idp_id=${id}&auth_flow_step=redirect_uri`,
  );
  const origins = [app.origin];
  const okta = await startOkta({ redirectUris, origins });
  const untrusting = await startOkta({ redirectUris });
  const people = [{ id: "00u-jake", email: JAKE, groups: ["neo4j-engineers"] }];
  const accounts = await startIssuer(google(), { people, redirectUris, origins });
  const browser = await chromium.launch({
    executablePath: programs.chromium,
    // Containers have no user namespaces; the pages are Neo4j's and ours. No other machine is known.
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
  const context = await browser.newContext({ viewport: { width: 1000, height: 720 } });
  return {
    providers: { okta, untrusting, google: accounts },
    start: async (signIns, settings) => {
      await database?.server.stop();
      database = await startDatabase(signIns, settings);
      return database;
    },
    open: () => Visitor.open(context, app.origin),
    stop: async () => {
      await browser.close();
      await database?.server.stop();
      const providers = [okta, untrusting, accounts];
      await Promise.all([app, ...providers].map((one) => one.stop()));
    },
  };
}

/** An org with a single-page app, whose groups claim tells of the groups that begin with `neo4j-`. */
async function startOkta(options: { redirectUris: string[]; origins?: string[] }) {
  const person = (login: string, ...groups: string[]) => ({ login, password: PASSWORD, groups });
  const okta = new OktaEmulator({
    seed: peopleSeed({
      ...options,
      clientId: CLIENT_ID,
      people: [person(JAKE, "neo4j-engineers"), person(GUEST, "staff"), person(STRANGER)],
      groupsStartWith: "neo4j-",
    }),
  });
  await okta.start();
  return {
    discoveryUri: `${okta.url}/oauth2/default/.well-known/openid-configuration`,
    audience: "api://default",
    clientSecret: undefined,
    stop: () => okta.stop(),
  };
}
