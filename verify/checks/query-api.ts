import { type Check, failed, passed, show } from "./check.ts";
import type { AccountContext } from "./context.ts";
import { getJson } from "./http.ts";

/** HTTP clients get in with the same token. */
export const loginQueryApi: Check<AccountContext> = {
  id: "login.query_api",
  title: "The token opens the Query API",
  side: "neo4j",
  setting: "server.http_enabled_modules (QUERY_API_ENDPOINTS), server.http.enabled",
  fix: "Enable the HTTP connector and the Query API, or do not use it.",
  symptoms: ["Bolt works, HTTP clients get 401 or 404"],
  run: async (context) => {
    const uri = new URL("/db/system/query/v2", context.contract.neo4j.httpUri).href;
    const answer = await getJson(uri, context, {
      method: "POST",
      headers: {
        authorization: `Bearer ${context.evidence.token?.accessToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ statement: "SHOW CURRENT USER" }),
    });
    if (!answer.reached) {
      return failed("an answer", `${uri}: ${answer.reason}`, { side: "network" });
    }
    if (answer.status === 404) {
      return { status: "inapplicable", reason: "this Neo4j has no Query API (5.25 or later has)" };
    }
    const { clientId } = context.account;
    const user = userOf(answer.body);
    return user === clientId
      ? passed(`${answer.status}, ${user}`)
      : failed(clientId, user === undefined ? answer.seen : `${answer.status} ${show(user)}`);
  },
};

function userOf(body: unknown): unknown {
  const { data } = (body ?? {}) as { data?: { fields?: string[]; values?: unknown[][] } };
  return data?.values?.[0]?.[data.fields?.indexOf("user") ?? -1];
}
