import { expect, test } from "vitest";
import { introduction } from "../../okta/introduction.ts";
import { startOkta } from "./support.ts";

const { okta } = await startOkta();

test("it says where the org is, how to call it and how to give it to Pulumi", () => {
  const { url, accessToken, apiToken } = okta;
  expect(introduction(okta, { control: false }).split("\n")).toEqual([
    `Emulated Okta org: ${url}`,
    "A stand-in for Okta, in memory only. Ctrl-C ends it and forgets everything.",
    "",
    "Management API, as Bearer or as SSWS; both carry all scopes:",
    `  curl -H 'Authorization: Bearer ${accessToken}' ${url}/api/v1/apps`,
    `  curl -H 'Authorization: SSWS ${apiToken}' ${url}/api/v1/users/me`,
    "",
    "For the Pulumi Okta provider:",
    `  pulumi config set okta:httpProxy ${url}`,
    `  pulumi config set --secret okta:accessToken ${accessToken}`,
    "",
    "A token from the authorization server 'default', for an app that an access policy there allows:",
    `  curl -u CLIENT_ID:CLIENT_SECRET -d grant_type=client_credentials -d scope=SCOPE ${url}/oauth2/default/v1/token`,
    "",
    `Discovery: ${url}/oauth2/default/.well-known/openid-configuration`,
  ]);
});

test("with the control endpoints it shows how to read the log and to make a call fail", () => {
  const { url, accessToken } = okta;
  const plain = introduction(okta, { control: false });
  expect(introduction(okta, { control: true }).slice(plain.length).split("\n")).toEqual([
    "",
    "",
    "Request log, and a fault that makes the next call for apps fail with 429:",
    `  curl -H 'Authorization: Bearer ${accessToken}' ${url}/_sandbox/log`,
    `  curl -H 'Authorization: Bearer ${accessToken}' -H 'Content-Type: application/json' -d '{"kind":"rate-limit","resetSeconds":5,"path":"/api/v1/apps","count":1}' ${url}/_sandbox/faults`,
  ]);
});

test.each([
  [["192.0.2.7", "192.0.2.8"], "192.0.2.7"],
  [[], "ADDRESS"],
])(
  "one that listens everywhere says how it is named for other machines: %j",
  (addresses, named) => {
    const { port } = new URL(okta.url);
    const lines = introduction(okta, { control: false, addresses }).split("\n");
    expect(lines.slice(2, 4)).toEqual([
      "Its issuers and links name localhost. For other machines, start it by an address that they reach:",
      `  npm run okta -- --host 0.0.0.0 --port ${port} --public-url http://${named}:${port}`,
    ]);
  },
);

test("an org without API Access Management offers no token", async () => {
  const { okta: small } = await startOkta({ apiAccessManagement: false });
  expect(introduction(small, { control: false }).split("\n").slice(10)).toEqual([
    "",
    "This org has no API Access Management, so it has no custom authorization servers.",
  ]);
});

test("tokens that were given are shown as the shell words that hold them, and a made certificate by its file", () => {
  const given = { accessToken: "$OKTA_EMULATOR_ACCESS_TOKEN", apiToken: "$(cat 'token')" };
  const text = introduction(okta, { control: false, given, caFile: "ca.pem" });
  const { url, accessToken, apiToken } = okta;
  expect(
    text
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .slice(0, 4),
  ).toEqual([
    `  curl --cacert ca.pem -H "Authorization: Bearer $OKTA_EMULATOR_ACCESS_TOKEN" ${url}/api/v1/apps`,
    `  curl --cacert ca.pem -H "Authorization: SSWS $(cat 'token')" ${url}/api/v1/users/me`,
    `  pulumi config set okta:httpProxy ${url}`,
    '  pulumi config set --secret okta:accessToken "$OKTA_EMULATOR_ACCESS_TOKEN"',
  ]);
  expect(text).not.toContain(accessToken);
  expect(text).not.toContain(apiToken);
});
