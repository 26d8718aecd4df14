import type { OktaEmulator } from "./emulator.ts";

/** What the command line prints once the emulator listens; every command in it works as it stands. */
export function introduction(okta: OktaEmulator, control: boolean): string {
  const { url, accessToken, apiToken, org } = okta;
  const bearer = `-H 'Authorization: Bearer ${accessToken}'`;
  const json = "-H 'Content-Type: application/json'";
  const lines = [
    `Emulated Okta org: ${url}`,
    "A stand-in for Okta, in memory and on this machine only. Ctrl-C ends it and forgets everything.",
    "",
    "Management API, as Bearer or as SSWS; both carry all scopes:",
    `  curl ${bearer} ${url}/api/v1/apps`,
    `  curl -H 'Authorization: SSWS ${apiToken}' ${url}/api/v1/users/me`,
    "",
    "For the Pulumi Okta provider:",
    `  pulumi config set okta:httpProxy ${url}`,
    `  pulumi config set --secret okta:accessToken ${accessToken}`,
    "",
  ];
  if (org.apiAccessManagement) {
    lines.push(
      "A token from the authorization server 'default', for an app that an access policy there allows:",
      `  curl -u CLIENT_ID:CLIENT_SECRET -d grant_type=client_credentials -d scope=SCOPE ${url}/oauth2/default/v1/token`,
      "",
      `Discovery: ${url}/oauth2/default/.well-known/openid-configuration`,
    );
  } else {
    lines.push("This org has no API Access Management, so it has no custom authorization servers.");
  }
  if (control) {
    lines.push(
      "",
      "Request log, and a fault that makes the next call for apps fail with 429:",
      `  curl ${bearer} ${url}/_sandbox/log`,
      `  curl ${bearer} ${json} -d '{"kind":"rate-limit","resetSeconds":5,"path":"/api/v1/apps","count":1}' ${url}/_sandbox/faults`,
    );
  }
  return lines.join("\n");
}
