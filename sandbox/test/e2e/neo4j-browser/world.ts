import { OktaEmulator } from "../../../okta/emulator.ts";
import { peopleSeed } from "../../../okta/people-seed.ts";
import { CLIENT_ID, google, startIssuer } from "../../support/issuers/index.ts";
import { type Programs, startBrowser } from "./browser.ts";
import { type Database, type Provider, type SignIn, startDatabase } from "./database.ts";
import type { Visitor } from "./visitor.ts";

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
  const browser = await startBrowser(programs, () => database?.server.httpPort ?? 0);
  const redirectUris = IDS.map(
    (id) => `${browser.origin}/browser/?idp_id=${id}&auth_flow_step=redirect_uri`,
  );
  const origins = [browser.origin];
  const okta = await startOkta({ redirectUris, origins });
  const untrusting = await startOkta({ redirectUris });
  const people = [{ id: "00u-jake", email: JAKE, groups: ["neo4j-engineers"] }];
  const accounts = await startIssuer(google(), { people, redirectUris, origins });
  return {
    providers: { okta, untrusting, google: accounts },
    start: async (signIns, settings) => {
      await database?.server.stop();
      database = await startDatabase(signIns, settings);
      return database;
    },
    open: browser.open,
    stop: async () => {
      await browser.stop();
      await database?.server.stop();
      await Promise.all([okta, untrusting, accounts].map((one) => one.stop()));
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
