import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { addPeople } from "@neo4j-okta/sandbox/harness";
import {
  findPrograms,
  type Neo4jBrowser,
  type Programs,
  startBrowser,
  type Visitor,
} from "@neo4j-okta/sandbox/neo4j-browser";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccessContract } from "../../access/contract.ts";
import { main as verify } from "../../verify/main.ts";
import { firstFailure, type Outcome } from "../../verify/outcome.ts";
import type { Report } from "../../verify/report.ts";
import { captured } from "../support/captured.ts";
import { type Rehearsal, startRehearsal } from "../support/rehearsal.ts";

/** Screenshots of the last run; not in the repository. */
const SCREENSHOTS = resolve(import.meta.dirname, "../../.vitest/stack-in-neo4j-browser");
const PROGRAMS = await findPrograms();
const PASSWORD = "Only-for-the-sandbox-1";
const ADA = "ada@example.com";
const JOE = "joe@example.com";

/** One stack, what people see of it in the real Neo4j Browser, and what verify says of the same stack. */
describe.skipIf(PROGRAMS === undefined)(
  "the stack's sign-ins in Neo4j Browser (skipped where it or Chromium cannot be had):",
  () => {
    let rehearsal: Rehearsal;
    let browser: Neo4jBrowser;
    let visitor: Visitor;
    let httpPort = 0;

    beforeAll(async () => {
      await mkdir(SCREENSHOTS, { recursive: true });
      console.log(`screenshots: ${SCREENSHOTS}`);
      browser = await startBrowser(PROGRAMS as Programs, () => httpPort);
      rehearsal = await startRehearsal();
      expect((await rehearsal.apply(settings())).pending).toEqual([]);
      httpPort = (await rehearsal.world.reach.endpoint("neo4j", "neo4j", 7474)).port;
      await addPeople(rehearsal.world.okta.org, [
        { login: ADA, password: PASSWORD, groups: ["engineers"] },
        { login: JOE, password: PASSWORD },
      ]);
    });
    beforeEach(async () => {
      visitor = await browser.open();
    });
    afterEach(async ({ task }) => {
      await visitor.picture(SCREENSHOTS, task.name.replaceAll(/\W+/g, "-"));
      await visitor.leave();
    });
    afterAll(async () => {
      await browser?.stop();
      await rehearsal?.stop();
    });

    function settings() {
      const browsers = [`${browser.origin}/browser/`];
      const okta = { provider: "okta", browsers, createGroups: true };
      return {
        authorizationServer: { name: "neo4j", audience: "api://neo4j" },
        groups: { loaders: ["publisher"] },
        accounts: [{ name: "etl-loader", groups: ["loaders"], credential: "client_secret" }],
        signIns: [
          {
            ...{ ...okta, id: "okta", displayName: "Okta" },
            authorizationServer: { name: "people", audience: "api://people" },
            groups: { engineers: ["publisher", "architect"] },
          },
          {
            ...{ ...okta, id: "okta-id", displayName: "Okta (ID token)", tokenType: "id_token" },
            groups: { engineers: ["reader"] },
          },
        ],
        neo4j: { license: "eval" },
      };
    }

    /** As `npm run verify` does it. @returns the failure that it names */
    async function failureOf(...options: string[]): Promise<Outcome | undefined> {
      const { okta, reach } = rehearsal.world;
      const { port } = await reach.endpoint("neo4j", "neo4j", 7687);
      const contract = join(rehearsal.directory, "outputs.json");
      await writeFile(contract, JSON.stringify(await rehearsal.engine.outputs()));
      let report: Report | undefined;
      const argv = [
        ...["--contract", contract, "--bolt-uri", `bolt://127.0.0.1:${port}`],
        ...["--http-uri", `http://127.0.0.1:${httpPort}`, "--okta-api", "--break-glass"],
        ...options,
      ];
      const environment = { OKTA_ORG_URL: okta.url, OKTA_ACCESS_TOKEN: okta.accessToken };
      await captured((streams) =>
        verify(argv, {
          ...streams,
          environment,
          report: async (made) => {
            report = made;
          },
        }),
      );
      return firstFailure(report?.outcomes ?? []);
    }

    async function signInOf(id: string) {
      const access = (await rehearsal.engine.outputs()).access as AccessContract;
      const found = access.signIns?.find((signIn) => signIn.id === id);
      if (found === undefined) throw new Error(`no sign-in ${id}`);
      return found;
    }

    test("are offered by their names; with an access token one has the declared roles", async () => {
      expect(await visitor.offers()).toEqual(["Okta", "Okta (ID token)"]);
      await visitor.choose("Okta");
      await visitor.signIn(ADA, PASSWORD);
      await visitor.sees("You are connected as user");
      expect(await visitor.roles()).toEqual(["architect", "PUBLIC", "publisher"]);
      expect(await failureOf("--person", ADA)).toBeUndefined();
    });

    test("with an ID token those of that sign-in", async () => {
      await visitor.choose("Okta (ID token)");
      await visitor.signIn(ADA, PASSWORD);
      await visitor.sees("You are connected as user");
      expect(await visitor.roles()).toEqual(["PUBLIC", "reader"]);
    });

    test("somebody without a group is told by Okta, and verify names the groups", async () => {
      await visitor.choose("Okta");
      await visitor.signIn(JOE, PASSWORD);
      await visitor.sees("User is not assigned to the client application");
      expect(await failureOf("--person", JOE)).toMatchObject({
        check: "person.groups",
        signIn: "okta",
        setting: "groups of the person",
      });
    });

    test("a redirect URI that Okta does not know is Okta's error page, and verify names it", async () => {
      const { org } = rehearsal.world.okta;
      const { clientId, redirectUris } = await signInOf("okta");
      const app = [...org.apps.values()].find((one) => one.clientId === clientId);
      if (app === undefined) throw new Error("no app");
      app.body.settings.oauthClient.redirect_uris = ["https://neo4j.example.com/browser/"];
      try {
        await visitor.choose("Okta");
        await visitor.sees("'redirect_uri' parameter must be a Login redirect URI");
        expect(await failureOf()).toMatchObject({
          check: "sign_in.redirect",
          signIn: "okta",
          setting: "redirect URIs of the app",
        });
      } finally {
        app.body.settings.oauthClient.redirect_uris = redirectUris;
      }
    });

    test("an origin that Okta does not trust is a CORS error, and verify names it", async () => {
      const { org } = rehearsal.world.okta;
      const origins = new Map(org.trustedOrigins);
      org.trustedOrigins.clear();
      try {
        await visitor.choose("Okta");
        await visitor.signIn(ADA, PASSWORD);
        await visitor.sees("Acquiring token results for PKCE auth flow failed");
        expect(visitor.complaints.join("\n")).toContain("blocked by CORS policy");
        expect(await failureOf()).toMatchObject({
          check: "sign_in.cors",
          signIn: "okta",
          setting: `Trusted Origin ${browser.origin}`,
        });
      } finally {
        for (const [id, origin] of origins) org.trustedOrigins.set(id, origin);
      }
    });

    test("a suspended local user is refused by Neo4j, and verify names the user", async () => {
      const users = [
        { name: "etl-loader", auth: { "oidc-okta-backend": "etl-loader" } },
        { name: "ada", auth: { "oidc-okta": ADA }, suspended: true },
      ];
      const database = { requireLocalUser: true, applyOnUp: true, users };
      expect((await rehearsal.apply({ ...settings(), database })).pending).toEqual([]);
      httpPort = (await rehearsal.world.reach.endpoint("neo4j", "neo4j", 7474)).port;
      await visitor.leave();
      visitor = await browser.open();
      await visitor.choose("Okta");
      await visitor.signIn(ADA, PASSWORD);
      // After a refusal Browser may fall back to its form for passwords.
      await visitor.chooseSingleSignOn();
      await visitor.sees("SSO token was not accepted by neo4j");
      expect(await failureOf("--person", ADA)).toMatchObject({
        check: "person.local_user",
        signIn: "okta",
        seen: "user ada is suspended",
      });
    });
  },
);
