import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterEach, describe, expect, test } from "vitest";
import { audiencesOf } from "../../doctor/okta/servers.ts";
import { readPreview } from "../../review/preview.ts";
import { manage } from "../support/declared-org.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { doctor, findings } from "./run.ts";

const ADOPTED = recordedPreview("stranger-app-without-policy", "adopted");
const SERVER = "/api/v1/authorizationServers/default";

const orgs: OktaEmulator[] = [];

afterEach(async () => {
  for (const okta of orgs.splice(0)) await okta.stop();
});

async function org(options = {}): Promise<OktaEmulator> {
  const okta = new OktaEmulator(options);
  orgs.push(okta);
  await okta.start();
  return okta;
}

/** What is said of the server that the recorded stack adopts. */
async function said(okta: OktaEmulator) {
  const run = await doctor(["--preview", "-", "--okta-only", "--json"], {
    input: ADOPTED,
    environment: { OKTA_ORG_URL: okta.url, OKTA_API_TOKEN: okta.apiToken },
  });
  return { status: run.status, all: findings(run) };
}

const about = ({ all }: Awaited<ReturnType<typeof said>>, id: string) =>
  all.filter((finding) => finding.id === id);

describe("the authorization server that a stack adopts", () => {
  test("is known from the preview, with the audience that Neo4j takes", () => {
    expect([...audiencesOf(readPreview(ADOPTED))]).toEqual([["default", ["api://default"]]]);
    expect([...audiencesOf(readPreview(recordedPreview("owner", "dedicated")))]).toEqual([]);
  });

  test("that is active and for that audience is not spoken of", async () => {
    const told = await said(await org());
    expect(about(told, "okta.server")).toEqual([]);
    expect(about(told, "okta.audience")).toEqual([]);
  });

  test("that is switched off is told", async () => {
    const okta = await org();
    await manage(okta, "POST", `${SERVER}/lifecycle/deactivate`);
    const told = await said(okta);
    expect(told.status).toBe(1);
    expect(about(told, "okta.server")).toEqual([
      {
        id: "okta.server",
        status: "failed",
        what: "authorization server default",
        found: "it is INACTIVE, so it gives out no token",
        fix: "activate it in the Admin Console (Security > API), or name another one",
      },
    ]);
  });

  test("that is for another audience is told", async () => {
    const okta = await org();
    const server = await manage(okta, "GET", SERVER);
    await manage(okta, "PUT", SERVER, { ...server, audiences: ["api://other"] });
    const told = await said(okta);
    expect(told.status).toBe(1);
    expect(about(told, "okta.audience")).toEqual([
      {
        id: "okta.audience",
        status: "failed",
        what: "authorization server default",
        found: "its audience is api://other, and Neo4j takes api://default",
        fix: "set authorizationServer.audience to the server's own, and preview again",
      },
    ]);
  });

  test("cannot be had in an org without API Access Management", async () => {
    const told = await said(await org({ apiAccessManagement: false }));
    expect(told.status).toBe(1);
    expect(about(told, "okta.answer")).toEqual([
      expect.objectContaining({
        status: "failed",
        found: "The org has not bought what this call is about",
        fix: expect.stringContaining("API Access Management"),
      }),
    ]);
  });
});
