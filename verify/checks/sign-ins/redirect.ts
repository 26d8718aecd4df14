import { randomBytes } from "node:crypto";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { readText, reasonOf } from "../../../tokens/http.ts";
import { appFinding } from "../../diagnosis/sign-ins/app.ts";
import { type Cause, failed, passed, show, type Verdict } from "../check.ts";
import type { SignInContext } from "../context.ts";
import { atProvider, outage, sideOf } from "./provider.ts";

/** What a provider answers to `prompt=none` when everything but the session is right (OpenID Connect Core 3.1.2.6). */
const WOULD_ASK = [
  ...["login_required", "interaction_required"],
  ...["consent_required", "account_selection_required"],
];

/** The provider shows an error of its own for a redirect URI that it does not know. */
export const signInRedirect = atProvider({
  id: "sign_in.redirect",
  title: "The identity provider takes the Browser's request, with each redirect URI",
  side: "okta",
  setting: "redirect URIs of the app",
  fix: "The redirect URI is compared letter by letter: <address of the Browser>?idp_id=<sign-in>&auth_flow_step=redirect_uri. Okta: run pulumi up, and is each address under signIns[].browsers the one in people's address bars? Other providers: register signIns[].redirectUris of the output access there, for a single-page app.",
  symptoms: [
    "the Browser opens an error page of the identity provider: redirect_uri mismatch, The 'redirect_uri' parameter must be a Login redirect URI, AADSTS50011",
    "the sign-in comes back at once with invalid_scope or unauthorized_client",
  ],
  optional: true,
  run: async (context) => {
    const verdicts: Verdict[] = [];
    for (const redirectUri of context.signIn.redirectUris) {
      const verdict = await ask(context, redirectUri);
      if (verdict.status === "failed") return verdict;
      verdicts.push(verdict);
    }
    const unclear = verdicts.find(({ status }) => status === "skipped");
    return unclear ?? passed(show(context.signIn.redirectUris));
  },
  diagnose: appFinding,
});

/** As the Browser asks, but for nobody who is signed in: nothing is shown, and nothing is issued. */
async function ask(context: SignInContext, redirectUri: string): Promise<Verdict> {
  const { signIn, evidence, fetch, timeout } = context;
  const endpoint = new URL(String(evidence.metadata?.authorization_endpoint));
  const parameters = {
    ...sentParameters(context),
    redirect_uri: redirectUri,
    state: random(),
    nonce: random(),
    code_challenge: random(),
    code_challenge_method: "S256",
    prompt: "none",
  };
  for (const [name, value] of Object.entries(parameters)) endpoint.searchParams.set(name, value);
  try {
    const signal = AbortSignal.timeout(timeout);
    const answer = await fetch(endpoint.href, { redirect: "manual", signal });
    const text = (await readText(answer)) ?? "";
    const out = outage("authorization endpoint", answer.status);
    if (out) return out;
    const location = answer.headers.get("location");
    return judge(signIn, redirectUri, { status: answer.status, location, text });
  } catch (error) {
    const cause: Partial<Cause> = { side: "network", setting: "way to the authorization endpoint" };
    return failed("an answer", `${endpoint.origin}: ${reasonOf(error)}`, cause);
  }
}

/** What Neo4j tells the Browser to send; by the stack's own word where it tells nothing. */
function sentParameters({ signIn, evidence }: SignInContext): Record<string, string> {
  const { offered } = evidence;
  const { clientId: client_id, scopes, params } = signIn;
  return offered ?? { client_id, response_type: "code", scope: scopes.join(" "), ...params };
}

interface Answered {
  status: number;
  location: string | null;
  text: string;
}

function judge(signIn: ContractSignIn, redirectUri: string, answered: Answered): Verdict {
  const { status, location, text } = answered;
  const side = sideOf(signIn);
  const expected = `${redirectUri} is taken`;
  if (location?.startsWith(redirectUri)) {
    const { searchParams, hash } = new URL(location);
    const inHash = new URLSearchParams(hash.slice(1));
    const told = (name: string) => searchParams.get(name) ?? inHash.get(name) ?? "";
    const error = told("error");
    if (told("code") !== "" || WOULD_ASK.includes(error)) return passed(redirectUri);
    const seen = `${error || "no error"}: ${told("error_description")}`.slice(0, 300);
    return failed(expected, seen, { side, ...REFUSALS[error] });
  }
  const refused = status >= 400 || /[/?&](authError|error)\b/.test(location ?? "");
  if (!refused) {
    const reason = `${signIn.provider} answered ${status} with a page of its own, which does not tell; sign in once to see`;
    return { status: "skipped", reason, needed: side === "okta" };
  }
  const about = `${text} ${location ?? ""}`;
  if (/redirect[_ ]?uri|AADSTS50011\b/i.test(about)) {
    return failed(expected, `${status}: the redirect URI is refused`, { side });
  }
  return failed(expected, `${status}: a page with an error`, {
    side,
    setting: "client id, or the app behind it",
    fix: "The identity provider does not know the client, or does not let it sign people in. Is the app there, active, and a single-page app?",
  });
}

const REFUSALS: Readonly<Record<string, Partial<Cause>>> = {
  invalid_scope: {
    setting: "scopes of the sign-in",
    fix: "The provider does not know a scope that the Browser asks for. Correct signIns[].scopes (apiScope), or make the scope there.",
  },
  unauthorized_client: {
    setting: "grant types of the app",
    fix: "The app must be allowed the authorization code grant. Okta: run pulumi up to restore it.",
  },
  access_denied: {
    setting: "access policy of the authorization server",
    fix: "No policy lets this app have the scopes. Okta: run pulumi up to restore policy and rule.",
  },
};

/** 43 characters of the base64url alphabet: enough for a PKCE challenge (RFC 7636 4.2). */
export function random(): string {
  return randomBytes(32).toString("base64url");
}
