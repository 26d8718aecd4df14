import { type AccountContext, type Check, failed, passed, show } from "./check.ts";

export const loginQueryApi: Check<AccountContext> = {
  id: "login.query_api",
  title: "The token opens the Query API",
  side: "neo4j",
  setting: "server.http_enabled_modules (QUERY_API_ENDPOINTS), server.http.enabled",
  fix: "Enable the HTTP connector and the Query API, or do not use it.",
  symptoms: ["Bolt works, HTTP clients get 401 or 404"],
  run: async ({ neo4j: database, evidence, account, fetch, timeout }) => {
    const uri = new URL("/db/system/query/v2", database.httpUri).href;
    try {
      const response = await fetch(uri, {
        method: "POST",
        headers: {
          authorization: `Bearer ${evidence.token?.accessToken}`,
          "content-type": "application/json",
          accept: "application/json",
        },
        body: JSON.stringify({ statement: "SHOW CURRENT USER" }),
        signal: AbortSignal.timeout(timeout),
      });
      if (response.status === 404) {
        return {
          status: "inapplicable",
          reason: "this Neo4j has no Query API (5.25 or later has)",
        };
      }
      const body = (await response.json()) as {
        data?: { fields?: string[]; values?: unknown[][] };
      };
      const column = body.data?.fields?.indexOf("user") ?? -1;
      const user = body.data?.values?.[0]?.[column];
      return user === account.clientId
        ? passed(`${response.status}, ${user}`)
        : failed(account.clientId, `${response.status} ${show(user)}`);
    } catch (error) {
      return failed("an answer", `${uri}: ${error instanceof Error ? error.message : "none"}`, {
        side: "network",
      });
    }
  },
};
