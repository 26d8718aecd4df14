import { TokenError } from "../../tokens/errors.ts";
import type { Diagnose } from "../chain.ts";
import type { AccountContext, StackContext } from "../checks/check.ts";
import { diagnoseLogin, diagnoseRoles, type Finding } from "./neo4j.ts";
import { diagnoseClaim, diagnoseClient, diagnosePolicy, diagnoseScope } from "./okta.ts";

/** Reads settings back for a failure of what all accounts share. */
export const diagnoseStack: Diagnose<StackContext> = async ({ id }, verdict, context) =>
  id === "neo4j.provider"
    ? told(verdict.seen, await diagnoseLogin(context, context.evidence))
    : undefined;

/** Reads Okta's objects and Neo4j's settings back, where credentials for that were given. */
export const diagnoseAccount: Diagnose<AccountContext> = async ({ id }, verdict, context) => {
  if (verdict.cause?.side === "network") return undefined;
  const { okta } = context;
  if (id === "login.bolt") return told(verdict.seen, await diagnoseLogin(context, context.stack));
  if (id === "login.username" || id === "login.roles") {
    return told(verdict.seen, await diagnoseRoles(context));
  }
  if (okta === undefined) return undefined;
  if (id === "token.issued") {
    const { refusal } = context.evidence;
    const code = refusal instanceof TokenError ? refusal.details.error : undefined;
    if (code === "invalid_client") return told(verdict.seen, await diagnoseClient(context, okta));
    if (code === "access_denied") return told(verdict.seen, await diagnosePolicy(context, okta));
    if (code === "invalid_scope") return told(verdict.seen, await diagnoseScope(context, okta));
  }
  if (id.startsWith("groups.") && id !== "groups.mapped") {
    return told(verdict.seen, await diagnoseClaim(context, okta));
  }
  return undefined;
};

function told(seen: string, finding: Finding | undefined) {
  return finding && { ...finding, seen: `${seen}; read back: ${finding.seen}` };
}
