import neo4j from "neo4j-driver";
import { Neo4jFailure } from "../neo4j.ts";
import { type AccountContext, type Check, failed, passed } from "./check.ts";

/** Built-in roles by what they may do with data; custom roles are not judged. */
const READERS = ["reader", "editor", "publisher", "architect", "admin"];
const WRITERS = ["editor", "publisher", "architect", "admin"];
const FORBIDDEN = "Neo.ClientError.Security.Forbidden";

/** Rolled back even where it is accepted; without a label, whose name would stay. */
const PROBE = "CREATE ()";

export const dataRead: Check<AccountContext> = {
  id: "data.read",
  title: "An account with a reading role can read",
  side: "neo4j",
  setting: "privileges of the roles",
  fix: "Grant the role its privileges again: SHOW ROLE name PRIVILEGES tells what it has.",
  symptoms: ["Neo.ClientError.Security.Forbidden on MATCH"],
  run: async ({ account, neo4j: database, evidence }) => {
    if (!account.roles.some((role) => READERS.includes(role))) {
      return { status: "inapplicable", reason: "no built-in role that reads" };
    }
    try {
      await database.run(bearer(evidence), "MATCH (n) RETURN count(n) AS nodes");
      return passed("MATCH");
    } catch (error) {
      if (!(error instanceof Neo4jFailure)) throw error;
      return failed("MATCH", `${error.code}: ${error.message}`);
    }
  },
};

export const dataWriteRefused: Check<AccountContext> = {
  id: "data.write_refused",
  title: "An account that only reads cannot write",
  side: "neo4j",
  setting: "privileges of the role reader",
  fix: "Somebody gave the role writing privileges: SHOW ROLE reader PRIVILEGES, then REVOKE them.",
  symptoms: ["a service with role reader changes data"],
  run: async ({ account, neo4j: database, evidence }) => {
    if (!account.roles.every((role) => READERS.includes(role) && !WRITERS.includes(role))) {
      return { status: "inapplicable", reason: "not a reader" };
    }
    try {
      await database.run(bearer(evidence), PROBE);
      return failed(FORBIDDEN, "the write was accepted");
    } catch (error) {
      if (!(error instanceof Neo4jFailure)) throw error;
      return error.code === FORBIDDEN
        ? passed(error.code)
        : failed(FORBIDDEN, `${error.code}: ${error.message}`);
    }
  },
};

function bearer(evidence: AccountContext["evidence"]) {
  return neo4j.auth.bearer(evidence.token?.accessToken ?? "");
}
