import type { AuthToken } from "neo4j-driver";
import { Neo4jFailure } from "../../neo4j-client/client.ts";
import type { TokenClient } from "../../tokens/client.ts";
import { TokenError } from "../../tokens/errors.ts";
import { answerOrRefusal, failed, passed, type Verdict } from "../checks/check.ts";
import type { ProbeContext } from "../checks/context.ts";

/** Passes if Okta refuses the request with one of these errors of RFC 6749 section 5.2. */
export async function refusedByOkta(
  tokens: TokenClient,
  errors: readonly string[],
): Promise<Verdict> {
  const expected = errors.join(" or ");
  const answer = await answerOrRefusal(tokens.getToken(), TokenError);
  if (!(answer instanceof TokenError)) return failed(expected, "a token");
  const { error, status } = answer.details;
  if (error !== undefined && errors.includes(error)) return passed(`Okta: ${status} ${error}`);
  return answer.code === "token-refused"
    ? failed(expected, answer.message)
    : { status: "skipped", reason: answer.message };
}

/** Passes if Neo4j refuses the login; being out of reach is not a refusal. */
export async function refusedByNeo4j(
  { neo4j: database }: Pick<ProbeContext, "neo4j">,
  auth: AuthToken,
  codes: readonly string[] = ["Unauthorized"],
): Promise<Verdict> {
  const wanted = codes.map((code) => `Neo.ClientError.Security.${code}`);
  const expected = wanted.join(" or ");
  const answer = await answerOrRefusal(database.currentUser(auth), Neo4jFailure);
  if (!(answer instanceof Neo4jFailure)) return failed(expected, `a login as ${answer.name}`);
  if (wanted.includes(answer.status)) return passed(`Neo4j: ${answer.status}`);
  return answer.code === "neo4j-refused"
    ? failed(expected, answer.message)
    : { status: "skipped", reason: answer.message };
}
