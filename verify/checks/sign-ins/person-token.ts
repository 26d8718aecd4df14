import neo4j from "neo4j-driver";
import { effectiveRoles } from "../../../access/effective-access.ts";
import { Neo4jFailure } from "../../../neo4j-client/client.ts";
import {
  answerOrRefusal,
  type Cause,
  type Check,
  failed,
  passed,
  show,
  type Verdict,
} from "../check.ts";
import type { PersonToken, SignInContext } from "../context.ts";

const NOT_GIVEN: Verdict = { status: "inapplicable", reason: "not given (--person-token)" };

const EXPIRED: Cause = {
  side: "client",
  setting: "token of the person",
  fix: "Sign in again: a token lives for an hour or less.",
};

/** A token without a mapped group opens Neo4j, and no error says that it is worth nothing. */
export const personToken: Check<SignInContext> = {
  id: "person.token",
  title: "The person's token is valid and carries a mapped group (with --person-token)",
  side: "okta",
  setting: "groups claim, or the groups of the person",
  fix: "The claim is missing, filtered, or has groups that the mapping does not name, letter by letter. At Entra ID a claim _claim_names or hasgroups is overage: more than 200 groups; use groupsFrom: roles. Then sign in again for a new token.",
  symptoms: ["signed in, but every statement is refused"],
  optional: true,
  run: async (context) => {
    const tokens = tokensOf(context);
    if (tokens.length === 0) return NOT_GIVEN;
    const { groupsClaim, groups } = context.signIn;
    for (const { claims } of tokens) {
      const expiry = Number(claims.exp) * 1000;
      if (!(expiry > context.now())) {
        return failed("a token that has not expired", "it has", EXPIRED);
      }
      if (groupsClaim === undefined || mappedGroups(context, claims).length > 0) continue;
      const overage = "_claim_names" in claims || "hasgroups" in claims;
      const seen = overage ? "none, and a sign of overage" : `none in claim ${groupsClaim}`;
      return failed(`one of ${show(Object.keys(groups))}`, seen);
    }
    const found = tokens.map(({ claims }) => mappedGroups(context, claims));
    return passed(found.map(show).join(", "));
  },
};

/** The end of a sign-in: what the person may do. */
export const personRoles: Check<SignInContext> = {
  id: "person.roles",
  title:
    "The person's token opens Neo4j with exactly the roles of its groups (with --person-token)",
  side: "neo4j",
  setting: "dbms.security.oidc.<provider>",
  fix: "The token is of this sign-in, so it is Neo4j's half that differs: --break-glass has verify read its settings back, and logs/security.log says why a token was refused.",
  symptoms: ["SSO token was not accepted by neo4j", "people have other roles than declared"],
  optional: true,
  run: async (context) => {
    const tokens = tokensOf(context);
    if (tokens.length === 0) return NOT_GIVEN;
    const seen: string[] = [];
    for (const one of tokens) {
      const auth = neo4j.auth.bearer(one.token);
      const user = await answerOrRefusal(context.neo4j.currentUser(auth), Neo4jFailure);
      if (user instanceof Neo4jFailure) return failed("a login", user.message);
      const { least, most } = expectedRoles(context, one);
      const exact =
        least.every((role) => user.roles.includes(role)) &&
        user.roles.every((role) => most.includes(role));
      if (!exact) return failed(show(least), show(user.roles));
      seen.push(show(user.roles));
    }
    return passed(seen.join(", "));
  },
};

function tokensOf({ personTokens = [], signIn }: SignInContext): PersonToken[] {
  return personTokens.filter((token) => token.signIn === signIn.id);
}

function mappedGroups({ signIn }: SignInContext, claims: PersonToken["claims"]): string[] {
  const { groupsClaim, groups } = signIn;
  const carried = groupsClaim === undefined ? [] : [claims[groupsClaim]].flat();
  return Object.keys(groups).filter((group) => carried.includes(group));
}

/** What the groups grant; a local user who is linked to the person, and auth rules, may add to it. */
function expectedRoles(context: SignInContext, { claims }: PersonToken) {
  const { signIn, contract } = context;
  const least = effectiveRoles(mappedGroups(context, claims), signIn.groups);
  const linked = (contract.database?.users ?? []).filter(
    ({ auth }) => auth[`oidc-${signIn.id}`] === claims[signIn.usernameClaim],
  );
  const ruled = (contract.database?.authRules ?? []).filter(({ enabled }) => enabled);
  return { least, most: [...least, ...[...linked, ...ruled].flatMap(({ roles }) => roles)] };
}
