import { describe, expect, test } from "vitest";
import { doctor, findings } from "./run.ts";

/** As `pulumi up` ends, with the errors of one resource. */
function log(type: string, ...said: string[]): string {
  return [
    "Updating (prod):",
    ` +  ${type} etl-loader-app creating (0s) error: ${said[0]}`,
    "Diagnostics:",
    `  ${type} (etl-loader-app):`,
    ...said.map((one) => `    error: ${one}`),
    "  pulumi:pulumi:Stack (neo4j-okta-prod):",
    "    error: update failed",
    "",
    "Resources:",
    "    + 9 created",
  ].join("\n");
}

async function told(text: string) {
  const run = await doctor(["--log", "-", "--json"], { input: text });
  return { status: run.status, findings: findings(run) };
}

const CREATE = "failed to create OAuth application:";
const REFUSED = "You do not have permission to perform the requested action";

describe("the log of a failed up", () => {
  test.each([
    [
      "E0000006, of one client of the provider",
      `${CREATE} the API returned an error: ${REFUSED}`,
      "It needs the scope okta.apps.manage, and okta.apps.manage by a custom role",
    ],
    ["E0000006, of the other", `${CREATE} 403 Forbidden`, "No admin role of the caller allows"],
    [
      "E0000011",
      `${CREATE} the API returned an error: Invalid token provided`,
      "Okta does not take the token",
    ],
    [
      "E0000015",
      "failed to create authorization server: the API returned an error: You do not have permission to access the feature you are requesting",
      "The org has not bought",
    ],
    ["E0000047", `${CREATE} 429 Too Many Requests`, "The org was called too often"],
    [
      "E0000003",
      `${CREATE} the API returned an error: The request body was not well-formed.`,
      "The body has another shape",
    ],
    [
      "E0000001",
      `${CREATE} the API returned an error: Api validation failed: label. Causes: errorSummary: label: taken`,
      "A value is missing, not allowed, or taken",
    ],
    ["E0000007", "failed to get OAuth application: 404 Not Found", "The org has no such object"],
    [
      "a wrong kid or key",
      "Empty access token: invalid_client: The client_assertion signature is invalid.",
      "The app has no active public key for this private key",
    ],
    [
      "a wrong audience",
      "Empty access token: invalid_client: The audience claim for client_assertion must be the endpoint invoked for the request.",
      "The assertion is for another endpoint",
    ],
    [
      "a wrong issuer or subject",
      "Empty access token: invalid_client: The issuer claim for client_assertion must be the client_id of the client.",
      "does not name the client as both its issuer and its subject",
    ],
    [
      "no token, and no reason",
      "Empty access token",
      "the provider got no token from the org's server, and does not tell why",
    ],
    [
      "a scope that is not granted",
      "Empty access token (the sandbox adds: POST /oauth2/v1/token answered 400 consent_required: You are not allowed any of the requested scopes.)",
      "No scope of those that were asked for is granted",
    ],
  ])("says what %s means, and how it is mended", async (_name, said, found) => {
    const { status, findings: all } = await told(log("okta:app:OAuth", said));
    expect(status).toBe(1);
    expect(all).toEqual([
      {
        id: "log.okta",
        status: "failed",
        what: "etl-loader-app",
        found: expect.stringContaining(found),
        fix: expect.stringMatching(/\w{3}/),
      },
    ]);
  });

  test.each([
    ["okta:auth:ServerClaim", "okta.authorizationServers.manage, and okta.authzServers.manage"],
    ["okta:group:Group", "okta.groups.manage, and okta.groups.create"],
    [
      "okta:app:GroupAssignment",
      "okta.apps.manage, and okta.apps.assignment.manage and okta.groups.appAssignment.manage",
    ],
    ["okta:trustedorigin:Origin", "a standard role: ORG_ADMIN or SUPER_ADMIN"],
  ])("names the scope and the permission for %s", async (type, needed) => {
    const { findings: all } = await told(log(type, `failed: ${REFUSED}`));
    expect(all[0]?.found).toContain(needed);
  });

  test("tells each failure once, in colours or not", async () => {
    const said = `${CREATE} ${REFUSED}`;
    const coloured = log("okta:app:OAuth", said, said).replaceAll(
      "error:",
      "\u001b[31merror:\u001b[0m",
    );
    expect((await told(coloured)).findings).toHaveLength(1);
  });

  test.each([
    ["nothing at all", "all went well\n", "it has no error of Pulumi's"],
    [
      "errors of others",
      log("kubernetes:core/v1:Secret", "exists"),
      "none of its errors is one of Okta's",
    ],
  ])("of %s was not understood", async (_name, text, found) => {
    const { status, findings: all } = await told(text);
    expect(status).toBe(3);
    expect(all).toEqual([{ id: "log.okta", status: "not-looked-at", what: "the log -", found }]);
  });
});
