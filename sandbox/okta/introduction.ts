import type { OktaEmulator } from "./emulator.ts";

/** What a command line has to say beside what the emulator knows. */
export interface Introduced {
  control: boolean;
  /** Shell words for management tokens that the user gave, which are not printed. */
  given?: { accessToken?: string | undefined; apiToken?: string | undefined };
  /** The file by which a client trusts a certificate that was made for the run. */
  caFile?: string;
  /** Addresses of this machine, where the org listens on all and is named by none. Default: it is named by its own. */
  addresses?: readonly string[];
}

/** What the command line prints once the emulator listens; every command in it works as it stands. */
export function introduction(
  okta: OktaEmulator,
  { control, given = {}, caFile, addresses }: Introduced,
): string {
  const { org } = okta;
  const { url } = org;
  const secure = url.startsWith("https:");
  const curl = caFile === undefined ? "curl" : `curl --cacert ${caFile}`;
  const bearer = header("Bearer", given.accessToken, okta.accessToken);
  const json = "-H 'Content-Type: application/json'";
  const lines = [
    `Emulated Okta org: ${url}`,
    "A stand-in for Okta, in memory only. Ctrl-C ends it and forgets everything.",
    ...(addresses === undefined ? [] : otherMachines(new URL(url), addresses)),
    "",
    ...(secure ? [...trust(caFile), ""] : []),
    "Management API, as Bearer or as SSWS; both carry all scopes:",
    `  ${curl} ${bearer} ${url}/api/v1/apps`,
    `  ${curl} ${header("SSWS", given.apiToken, okta.apiToken)} ${url}/api/v1/users/me`,
    "",
    ...pulumi(okta.url, given.accessToken ?? okta.accessToken),
  ];
  if (org.apiAccessManagement) {
    lines.push(
      "A token from the authorization server 'default', for an app that an access policy there allows:",
      `  ${curl} -u CLIENT_ID:CLIENT_SECRET -d grant_type=client_credentials -d scope=SCOPE ${url}/oauth2/default/v1/token`,
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
      `  ${curl} ${bearer} ${url}/_sandbox/log`,
      `  ${curl} ${bearer} ${json} -d '{"kind":"rate-limit","resetSeconds":5,"path":"/api/v1/apps","count":1}' ${url}/_sandbox/faults`,
    );
  }
  return lines.join("\n");
}

/** Issuers and links name the org as this machine's own clients reach it, until it is told a name for others. */
function otherMachines(
  { protocol, port }: URL,
  [address = "ADDRESS"]: readonly string[],
): string[] {
  return [
    "Its issuers and links name localhost. For other machines, start it by an address that they reach:",
    `  npm run okta -- --host 0.0.0.0 --port ${port} --public-url ${protocol}//${address}:${port}`,
  ];
}

/** The option of curl's that presents a token: as a shell word where the user gave it, else as it is. */
function header(scheme: string, given: string | undefined, made: string): string {
  return given === undefined
    ? `-H 'Authorization: ${scheme} ${made}'`
    : `-H "Authorization: ${scheme} ${given}"`;
}

function trust(caFile: string | undefined): string[] {
  return caFile === undefined
    ? ["Clients must trust the CA of your certificate (curl: --cacert FILE)."]
    : [`CA file for clients, made for this run: ${caFile}`];
}

/** The provider reaches an org by `httpProxy` without TLS only, so it is given the listener on loopback. */
function pulumi(url: string, accessToken: string): string[] {
  return [
    "For the Pulumi Okta provider:",
    `  pulumi config set okta:httpProxy ${url}`,
    `  pulumi config set --secret okta:accessToken ${accessToken.startsWith("$") ? `"${accessToken}"` : accessToken}`,
    "",
  ];
}
