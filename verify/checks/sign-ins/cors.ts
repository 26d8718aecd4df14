import { readText, reasonOf } from "../../../tokens/http.ts";
import { originFinding } from "../../diagnosis/sign-ins/app.ts";
import { type Cause, failed, passed, show, type Verdict } from "../check.ts";
import type { SignInContext } from "../context.ts";
import { atProvider, outage, sideOf } from "./provider.ts";
import { random } from "./redirect.ts";

/** Providers that name the allowed origin in a refusal too. */
const TELLING = ["okta", "keycloak"];
const UNTOLD: Verdict = {
  status: "skipped",
  reason: "this identity provider tells only who brings a real code; sign in once to see",
};

/** The Browser fetches the token by itself, from another origin than the provider's. */
export const signInCors = atProvider({
  id: "sign_in.cors",
  title: "The identity provider lets pages of the Browser's origins read its answers (CORS)",
  side: "okta",
  setting: "Trusted Origins (CORS)",
  fix: "Allow each of signIns[].origins: at Okta a Trusted Origin with CORS (run pulumi up), in Keycloak Web origins of the client, elsewhere the origins of the single-page app.",
  symptoms: [
    "the Browser's console: blocked by CORS policy",
    "Acquiring token results for PKCE auth flow failed",
  ],
  optional: true,
  run: async (context) => {
    const { signIn } = context;
    for (const origin of signIn.origins) {
      const answer = await ask(context, origin);
      if (typeof answer === "string") {
        const cause: Partial<Cause> = { side: "network", setting: "way to the token endpoint" };
        return failed("an answer", answer, cause);
      }
      const out = outage("token endpoint", answer.status);
      if (out) return out;
      const allowed = answer.headers.get("access-control-allow-origin") ?? undefined;
      if (allowed === origin || allowed === "*") continue;
      if (!TELLING.includes(signIn.provider)) return UNTOLD;
      return failed(origin, show(allowed), { side: sideOf(signIn) });
    }
    return passed(show(signIn.origins));
  },
  diagnose: originFinding,
});

/**
 * Brings a code that nobody issued: the answer is a refusal, and its headers are what counts.
 *
 * @returns or why there is no answer
 */
async function ask(
  { signIn, evidence, fetch, timeout }: SignInContext,
  origin: string,
): Promise<Response | string> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: signIn.clientId,
    redirect_uri: signIn.redirectUris[0] ?? "",
    code: "neo4j-okta-verify",
    code_verifier: random(),
  });
  try {
    const answer = await fetch(String(evidence.metadata?.token_endpoint), {
      method: "POST",
      headers: { origin, accept: "application/json" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    await readText(answer);
    return answer;
  } catch (error) {
    return reasonOf(error);
  }
}
