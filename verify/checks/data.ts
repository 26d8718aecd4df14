import { Neo4jFailure } from "../../neo4j-client/client.ts";
import { answerOrRefusal, type Check, failed, passed } from "./check.ts";
import type { AccountContext } from "./context.ts";
import { bearer } from "./login.ts";

/** Built-in roles by what they may do with data; custom roles are not judged. */
const READERS = ["reader", "editor", "publisher", "architect", "admin"];
const FORBIDDEN = "Neo.ClientError.Security.Forbidden";

/** Rolled back even where it is accepted; without a label, whose name would stay. */
const PROBE = "CREATE ()";

/** A role of this name alone does not say that it has its privileges. */
export const dataRead: Check<AccountContext> = {
  id: "data.read",
  title: "An account with a reading role can read",
  side: "neo4j",
  setting: "privileges of the roles",
  fix: "Grant the role its privileges again: SHOW ROLE name PRIVILEGES tells what it has.",
  symptoms: ["Neo.ClientError.Security.Forbidden on MATCH"],
  run: async (context) => {
    if (!context.account.roles.some((role) => READERS.includes(role))) {
      return { status: "inapplicable", reason: "no built-in role that reads" };
    }
    const answer = await run(context, "MATCH (n) RETURN count(n) AS nodes");
    return answer instanceof Neo4jFailure ? failed("MATCH", answer.message) : passed("MATCH");
  },
};

/** Privileges of built-in roles can be changed; this tries what `reader` must not have. */
export const dataWriteRefused: Check<AccountContext> = {
  id: "data.write_refused",
  title: "An account that only reads cannot write",
  side: "neo4j",
  setting: "privileges of the role reader",
  fix: "Somebody gave the role writing privileges: SHOW ROLE reader PRIVILEGES, then REVOKE them.",
  symptoms: ["a service with role reader changes data"],
  run: async (context) => {
    if (!context.account.roles.every((role) => role === "reader")) {
      return { status: "inapplicable", reason: "not a reader" };
    }
    const answer = await run(context, PROBE);
    if (!(answer instanceof Neo4jFailure)) return failed(FORBIDDEN, "the write was accepted");
    return answer.status === FORBIDDEN ? passed(answer.status) : failed(FORBIDDEN, answer.message);
  },
};

function run({ neo4j, evidence }: AccountContext, statement: string) {
  return answerOrRefusal(neo4j.run(bearer(evidence), statement), Neo4jFailure);
}
