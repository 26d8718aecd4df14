import { type CallKind, rightFor } from "../../access/okta-rights/rights.ts";
import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { type Finding, failed } from "../finding.ts";
import { refusalFinding } from "../okta/refusal.ts";
import type { LoggedFailure } from "./read.ts";

/** What the provider keeps of Okta's answers, to what they were: it seldom tells the code. */
const SAID: readonly [RegExp, Partial<OktaApiErrorDetails>][] = [
  [/You do not have permission to access the feature/i, { status: 401, errorCode: "E0000015" }],
  [
    /You do not have permission to perform|\b403 Forbidden\b/i,
    { status: 403, errorCode: "E0000006" },
  ],
  [/Invalid token provided|\b401 Unauthorized\b/i, { status: 401, errorCode: "E0000011" }],
  [/exceeded rate limit|\b429 Too Many/i, { status: 429, errorCode: "E0000047" }],
  [/request body was not well-formed/i, { status: 400, errorCode: "E0000003" }],
  [/Api validation failed/i, { status: 400, errorCode: "E0000001" }],
  [/Not found: Resource not found|\b404 Not Found\b/i, { status: 404, errorCode: "E0000007" }],
];

/** What the provider says when it gets no token: often no more than that. */
const NO_TOKEN = /empty access token/i;

/** Errors of a token endpoint (RFC 6749 section 5.2, RFC 9449), where the provider tells them. */
const OAUTH_ERROR =
  /\b(invalid_client|invalid_scope|consent_required|unauthorized_client|access_denied|invalid_dpop_proof|use_dpop_nonce|invalid_request)\b/;

/** Kinds of calls by type, as short as logs have it. */
const CALLS: Readonly<Record<string, CallKind>> = {
  "okta:app:OAuth": "app.create",
  "okta:app:GroupAssignment": "app.assign-group",
  "okta:auth:Server": "server.create",
  "okta:auth:ServerScope": "server.change",
  "okta:auth:ServerClaim": "server.change",
  "okta:auth:ServerPolicy": "server.change",
  "okta:auth:ServerPolicyRule": "server.change",
  "okta:group:Group": "group.create",
  "okta:trustedorigin:Origin": "origin.change",
};

/** What a failure of the log means; undefined for one that is not Okta's. */
export function sentenceOf(failure: LoggedFailure): Finding | undefined {
  const what = failure.resource ?? "pulumi up";
  const details = detailsOf(failure.said);
  if (details === undefined) {
    return NO_TOKEN.test(failure.said)
      ? failed("log.okta", what, UNTOLD, `${ASK_DOCTOR} why`)
      : undefined;
  }
  const told = refusalFinding("log.okta", what, details);
  if (details.status !== 403) return told;
  const needed = neededFor(failure.type);
  return failed(
    "log.okta",
    what,
    needed === undefined ? told.found : `${told.found}. It needs ${needed}`,
    `${ASK_DOCTOR} whether the scope or the admin role is missing`,
  );
}

const UNTOLD =
  "the provider got no token from the org's server, and does not tell why: a key, a client id or a scope";
const ASK_DOCTOR =
  "run npm run doctor as the deployer (OKTA_API_CLIENT_ID, OKTA_API_PRIVATE_KEY): it says";

/** What Okta answered, as far as the provider's words tell it. */
function detailsOf(said: string): OktaApiErrorDetails | undefined {
  const [, errorCode] = OAUTH_ERROR.exec(said) ?? [];
  if (errorCode !== undefined) {
    const token = {
      where: "token",
      method: "POST",
      path: "/oauth2/v1/token",
      status: 401,
    } as const;
    return { ...token, errorCode, errorSummary: said };
  }
  const known = SAID.find(([pattern]) => pattern.test(said))?.[1];
  if (known === undefined) return undefined;
  return { where: "management", method: "", path: "", errorSummary: said, ...known };
}

function neededFor(type = ""): string | undefined {
  const [provider, module = "", name] = type.split(":");
  const call = CALLS[[provider, module.split("/")[0], name].join(":")];
  if (call === undefined) return undefined;
  const right = rightFor(call);
  if (!("permissions" in right)) {
    return `the scope ${right.scope} and a standard role: ${right.standardRoles.join(" or ")}`;
  }
  const permissions = right.permissions.map(({ permission }) => permission).join(" and ");
  return `the scope ${right.scope}, and ${permissions} by a custom role whose resource set has it`;
}
