import type { AuthToken } from "neo4j-driver";
import type { TokenClient } from "../../tokens/client.ts";
import { TokenError } from "../../tokens/errors.ts";
import { type AccountContext, type Cause, failed, passed, type Verdict } from "../checks/check.ts";
import { Neo4jFailure } from "../neo4j.ts";

/** What refusal probes work with: an account that logged in, and what the user gave besides. */
export interface ProbeContext extends AccountContext {
  tokens: TokenClient;
  given: {
    /** A client of the org that is not in the stack's policy. */
    outsider?: { clientId: string; clientSecret: string };
    /** A token of the same issuer for another audience. */
    foreignToken?: string;
    expiredToken?: string;
  };
}

/** Passes if Okta refuses the request with one of these errors of RFC 6749 section 5.2. */
export async function refusedByOkta(
  tokens: TokenClient,
  errors: readonly string[],
  cause: Partial<Cause> = {},
): Promise<Verdict> {
  const expected = errors.join(" or ");
  try {
    await tokens.getToken();
    return failed(expected, "a token", cause);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const { error: code, status } = error.details;
    if (code !== undefined && errors.includes(code)) return passed(`Okta: ${status} ${code}`);
    if (error.code === "token-refused") return failed(expected, error.message, cause);
    return { status: "skipped", reason: error.message };
  }
}

/** Passes if Neo4j refuses the login; being out of reach is not a refusal. */
export async function refusedByNeo4j(
  { neo4j }: Pick<ProbeContext, "neo4j">,
  auth: AuthToken,
  codes: readonly string[] = ["Unauthorized"],
): Promise<Verdict> {
  const wanted = codes.map((code) => `Neo.ClientError.Security.${code}`);
  const expected = wanted.join(" or ");
  try {
    const { name } = await neo4j.currentUser(auth);
    return failed(expected, `a login as ${name}`);
  } catch (error) {
    if (!(error instanceof Neo4jFailure)) throw error;
    if (wanted.includes(error.code)) return passed(`Neo4j: ${error.code}`);
    if (error.code.startsWith("Neo.")) return failed(expected, `${error.code}: ${error.message}`);
    return { status: "skipped", reason: `${error.code}: ${error.message}` };
  }
}
