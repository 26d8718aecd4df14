import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPrograms, type Programs } from "./neo4j-browser/browser.ts";
import type { Visitor } from "./neo4j-browser/visitor.ts";
import { GUEST, JAKE, PASSWORD, STRANGER, startWorld, type World } from "./neo4j-browser/world.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
/** Screenshots of the last run; not in the repository. */
const SCREENSHOTS = join(ROOT, ".vitest/neo4j-browser");
/** Whether the pictures of the documents are made. */
const UPDATE = process.env.UPDATE_PICTURE !== undefined;
const DOCS = join(ROOT, "docs");
const PICTURES = ["browser-sign-in", "browser-signed-in"] as const;
const PROGRAMS = await findPrograms();

describe.skipIf(PROGRAMS === undefined)(
  "people sign in with Neo4j Browser (skipped where it or Chromium cannot be had):",
  () => {
    let world: World;
    let visitor: Visitor;

    beforeAll(async () => {
      await mkdir(SCREENSHOTS, { recursive: true });
      console.log(`screenshots: ${SCREENSHOTS}`);
      world = await startWorld(PROGRAMS as Programs);
    });
    beforeEach(async () => {
      visitor = await world.open();
    });
    afterEach(async ({ task }) => {
      await visitor.picture(SCREENSHOTS, task.name.replaceAll(/\W+/g, "-"));
      await visitor.leave();
    });
    afterAll(() => world?.stop());

    const ENGINEER = ["admin", "PUBLIC", "publisher"];

    describe("as it should be:", () => {
      beforeAll(async () => {
        const { okta } = world.providers;
        await world.start({
          okta: { name: "Okta", at: okta },
          "okta-id": { name: "Okta (ID token)", at: okta, withIdToken: true },
        });
      });

      test("sign-ins are offered by name; with an access token one comes back with the declared roles", async () => {
        expect(await visitor.offers()).toEqual(["Okta", "Okta (ID token)"]);
        expect(await visitor.log()).toContain(
          'Dropping invalid discovered sso provider with id: "services", missing key(s) params',
        );
        if (UPDATE) await visitor.picture(DOCS, PICTURES[0]);
        await visitor.choose("Okta");
        await visitor.signIn(JAKE, PASSWORD);
        await visitor.sees("You are connected as user");
        await visitor.run(":server status", `You are connected as user ${JAKE}`);
        expect(await visitor.roles()).toEqual(ENGINEER);
        if (UPDATE) await visitor.picture(DOCS, PICTURES[1]);
      });

      test("with an ID token as well", async () => {
        await visitor.choose("Okta (ID token)");
        await visitor.signIn(JAKE, PASSWORD);
        await visitor.sees("You are connected as user");
        expect(await visitor.roles()).toEqual(ENGINEER);
      });

      test("a user without groups is connected, with PUBLIC only", async () => {
        await visitor.choose("Okta");
        await visitor.signIn(GUEST, PASSWORD);
        await visitor.sees("You are connected as user");
        expect(await visitor.roles()).toEqual(["PUBLIC"]);
      });

      test("whom the app is not for is told so", async () => {
        await visitor.choose("Okta");
        await visitor.signIn(STRANGER, PASSWORD);
        await visitor.sees("User is not assigned to the client application");
      });
    });

    describe("what goes wrong is seen:", () => {
      beforeAll(async () => {
        const { okta, untrusting, google } = world.providers;
        await world.start({
          unregistered: { name: "Wrong redirect URI", at: okta },
          untrusting: { name: "No trusted origin", at: untrusting },
          google: { name: "Opaque access tokens", at: google },
        });
      });

      test("a wrong redirect URI, by Okta's own error page", async () => {
        await visitor.choose("Wrong redirect URI");
        await visitor.sees("'redirect_uri' parameter must be a Login redirect URI");
      });

      test("no trusted origin: the token cannot be fetched", async () => {
        await visitor.choose("No trusted origin");
        await visitor.signIn(JAKE, PASSWORD);
        await visitor.sees("Acquiring token results for PKCE auth flow failed");
        expect(visitor.complaints.join("\n")).toContain("blocked by CORS policy");
      });

      test("access tokens that are no JWT", async () => {
        await visitor.choose("Opaque access tokens");
        await visitor.signInElsewhere("00u-jake");
        await visitor.sees('Could not parse JWT of type "access_token"');
      });
    });

    test("a suspended local user is refused; with one sign-in alone, single sign-on has to be chosen to see it", async () => {
      const settings = { "dbms.security.require_local_user": "true" };
      const signIns = { okta: { name: "Okta", at: world.providers.okta } };
      const { administer, log } = await world.start(signIns, settings);
      await administer(
        `CREATE USER jake SET STATUS SUSPENDED SET AUTH 'oidc-okta' {SET ID '${JAKE}'}`,
      );
      await visitor.leave();
      visitor = await world.open();
      await visitor.chooseSingleSignOn();
      await visitor.choose("Okta");
      await visitor.signIn(JAKE, PASSWORD);
      await visitor.chooseSingleSignOn();
      await visitor.sees("SSO token was not accepted by neo4j");
      expect(log.at(-1)).toContain("user 'jake' is suspended");
    });

    test.runIf(UPDATE)("the pictures of the documents are small", async () => {
      for (const name of PICTURES) {
        expect((await stat(join(DOCS, `${name}.png`))).size).toBeLessThan(150_000);
      }
    });
  },
);
