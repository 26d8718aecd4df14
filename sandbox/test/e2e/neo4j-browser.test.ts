import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { google, type Issuer, keycloak, startIssuer } from "../support/issuers/index.ts";
import { type Database, startDatabase } from "./neo4j-browser/database.ts";
import { Visitor } from "./neo4j-browser/visitor.ts";
import { serveBrowser, type WebApp } from "./neo4j-browser/web-app.ts";
import { installNeo4jBrowser } from "./neo4j-clients/install.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
/** Screenshots of the last run; not in the repository. */
const SCREENSHOTS = join(ROOT, ".vitest/neo4j-browser");
/** Whether the pictures of the documents are made. */
const UPDATE = process.env.UPDATE_PICTURE !== undefined;
const DOCS = join(ROOT, "docs");
const PICTURES = ["browser-sign-in", "browser-signed-in"] as const;
const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

const JAR = CHROMIUM === undefined ? undefined : await installNeo4jBrowser();

const jake = { id: "00u-jake", email: "jake@example.com", groups: ["engineers"] };
const guest = { id: "00u-guest", email: "guest@example.com", groups: [] };

describe.skipIf(JAR === undefined)(
  "people sign in with Neo4j Browser (skipped where it or Chromium cannot be had):",
  () => {
    let browser: Browser;
    let app: WebApp;
    let database: Database | undefined;
    let visitor: Visitor;
    let issuers: { company: Issuer; far: Issuer; opaque: Issuer };

    beforeAll(async () => {
      await mkdir(SCREENSHOTS, { recursive: true });
      app = await serveBrowser(JAR ?? "", () => database?.server.httpPort ?? 0);
      const origins = [app.origin];
      const redirectUris = ["company", "company-id", "far", "opaque"].map(
        (id) => `${app.origin}/browser/?idp_id=${id}&auth_flow_step=redirect_uri`,
      );
      const people = [jake, guest];
      issuers = {
        company: await startIssuer(keycloak(), { people, redirectUris, origins }),
        far: await startIssuer(keycloak(), { people, redirectUris }),
        opaque: await startIssuer(google(), { people, redirectUris, origins }),
      };
      browser = await chromium.launch({
        executablePath: CHROMIUM ?? "",
        // Containers have no user namespaces; the pages are Neo4j's and ours.
        args: ["--no-sandbox"],
      });
      console.log(`screenshots: ${SCREENSHOTS}`);
    });
    beforeEach(async () => {
      visitor = await Visitor.open(browser, `${app.origin}/browser/`);
    });
    afterEach(async ({ task }) => {
      await visitor.picture(SCREENSHOTS, task.name.replaceAll(/\W+/g, "-"));
      await visitor.leave();
    });
    afterAll(async () => {
      await browser?.close();
      await database?.server.stop();
      await app?.stop();
      for (const issuer of Object.values(issuers ?? {})) await issuer.stop();
    });

    /** Has the Browser find this database. */
    async function start(...what: Parameters<typeof startDatabase>): Promise<Database> {
      await database?.server.stop();
      database = await startDatabase(...what);
      return database;
    }

    describe("as it should be:", () => {
      beforeAll(async () => {
        const { company: issuer } = issuers;
        await start({
          company: { name: "Company", issuer },
          "company-id": { name: "Company (ID token)", issuer, withIdToken: true },
        });
      });

      test("people's sign-ins are offered by name, in their order, and not the services'", async () => {
        expect(await visitor.offers()).toEqual(["Company", "Company (ID token)"]);
        expect(await visitor.log()).toContain(
          'Dropping invalid discovered sso provider with id: "services", missing key(s) params',
        );
        if (UPDATE) await visitor.picture(DOCS, PICTURES[0]);
      });

      test("with an access token the user comes back with the declared roles", async () => {
        await visitor.choose("Company");
        await visitor.signIn(jake.id);
        await visitor.sees("You are connected as user");
        await visitor.run(":server status", `You are connected as user ${jake.email}`);
        expect(await visitor.roles()).toEqual(["admin", "PUBLIC", "publisher"]);
        if (UPDATE) await visitor.picture(DOCS, PICTURES[1]);
      });

      test("with an ID token as well", async () => {
        await visitor.choose("Company (ID token)");
        await visitor.signIn(jake.id);
        await visitor.sees("You are connected as user");
        expect(await visitor.roles()).toEqual(["admin", "PUBLIC", "publisher"]);
      });

      test("a user without groups is connected, with PUBLIC only", async () => {
        await visitor.choose("Company");
        await visitor.signIn(guest.id);
        await visitor.sees("You are connected as user");
        expect(await visitor.roles()).toEqual(["PUBLIC"]);
      });
    });

    describe("what goes wrong is seen:", () => {
      beforeAll(async () => {
        const { company, far, opaque } = issuers;
        await start({
          unregistered: { name: "Wrong redirect URI", issuer: company },
          far: { name: "No trusted origin", issuer: far },
          opaque: { name: "Opaque access tokens", issuer: opaque },
        });
      });

      test("a wrong redirect URI, by the provider's own error page", async () => {
        await visitor.choose("Wrong redirect URI");
        await visitor.sees("redirect_uri did not match any of the client's registered");
      });

      test("no trusted origin: the token cannot be fetched", async () => {
        await visitor.choose("No trusted origin");
        await visitor.signIn(jake.id);
        await visitor.sees("Acquiring token results for PKCE auth flow failed");
        expect(visitor.complaints.join("\n")).toContain("blocked by CORS policy");
      });

      test("access tokens that are no JWT", async () => {
        await visitor.choose("Opaque access tokens");
        await visitor.signIn(jake.id);
        await visitor.sees('Could not parse JWT of type "access_token"');
      });
    });

    describe("where a local user is required:", () => {
      beforeAll(async () => {
        const settings = { "dbms.security.require_local_user": "true" };
        const signIns = { company: { name: "Company", issuer: issuers.company } };
        const { administer } = await start(signIns, settings);
        await administer(
          `CREATE USER jake SET STATUS SUSPENDED SET AUTH 'oidc-company' {SET ID '${jake.id}'}`,
        );
      });

      test("a suspended one is refused; with one sign-in alone, single sign-on has to be chosen to see it", async () => {
        await visitor.chooseSingleSignOn();
        await visitor.choose("Company");
        await visitor.signIn(jake.id);
        await visitor.chooseSingleSignOn();
        await visitor.sees("SSO token was not accepted by neo4j");
        expect(database?.log.at(-1)).toContain("user 'jake' is suspended");
      });
    });

    test.runIf(UPDATE)("the pictures of the documents are small", async () => {
      for (const name of PICTURES) {
        expect((await stat(join(DOCS, `${name}.png`))).size).toBeLessThan(150_000);
      }
    });
  },
);
