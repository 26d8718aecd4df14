import { Neo4jFailure } from "../../neo4j-client/client.ts";
import { answerOrRefusal, type Check, failed, passed, show } from "./check.ts";
import type { StackContext } from "./context.ts";
import { NO_BREAK_GLASS } from "./not-looked.ts";

/** The way in while Okta is down. */
export const breakGlassLogin: Check<StackContext> = {
  id: "break_glass.login",
  title: "The native password opens the database as an administrator",
  side: "neo4j",
  setting: "native in dbms.security.authentication_providers, or the password in the Secret",
  fix: "native must be among the providers (neo4j.nativeLogin). A database keeps the password of its first start: a Secret changed since does not change it (ALTER USER neo4j SET PASSWORD).",
  symptoms: ["nobody can log in while Okta is down"],
  run: async ({ contract, neo4j, breakGlass }) => {
    if (!contract.neo4j.nativeLogin) {
      return { status: "inapplicable", reason: "the stack declares no native login" };
    }
    if (breakGlass === undefined) {
      return NO_BREAK_GLASS;
    }
    const user = await answerOrRefusal(neo4j.currentUser(breakGlass.auth), Neo4jFailure);
    if (user instanceof Neo4jFailure) return failed("a login", user.message);
    return user.roles.includes("admin")
      ? passed(`${user.name}, ${show(user.roles)}`)
      : failed("role admin", show(user.roles));
  },
};
