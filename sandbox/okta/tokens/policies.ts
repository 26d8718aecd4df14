import type { AccessPolicy, AuthorizationServer, PolicyRule } from "../entities.ts";

/** What a rule grants to a request. */
interface Grant {
  readonly scopes: readonly string[];
  /** Seconds. */
  readonly lifetime: number;
}

/** What is asked of the policies. */
interface Question {
  readonly clientId: string;
  readonly grantType: string;
  /** The scopes asked for; or, for a request that names none, the server's default scopes. */
  readonly scopes: readonly string[];
  /** Default scopes are granted as far as a rule permits them; scopes asked for, all or none. */
  readonly defaults: boolean;
}

/** The grant of the first rule that matches, by priority of policy and then of rule; or undefined. */
export function evaluatePolicies(
  server: AuthorizationServer,
  question: Question,
): Grant | undefined {
  for (const policy of inOrder(server.policies)) {
    if (!assigned(policy, question.clientId)) continue;
    for (const rule of inOrder(policy.rules)) {
      const scopes = granted(rule, question);
      if (scopes.length > 0) {
        return { scopes, lifetime: rule.actions.token.accessTokenLifetimeMinutes * 60 };
      }
    }
  }
  return undefined;
}

function inOrder<T extends { status: string; priority: number }>(items: readonly T[]): T[] {
  return items
    .filter((item) => item.status === "ACTIVE")
    .sort((left, right) => left.priority - right.priority);
}

function assigned(policy: AccessPolicy, clientId: string): boolean {
  return policy.clients.includes("ALL_CLIENTS") || policy.clients.includes(clientId);
}

function granted(rule: PolicyRule, question: Question): readonly string[] {
  const { grantTypes, people, scopes } = rule.conditions;
  if (!grantTypes.include.includes(question.grantType)) return [];
  if (!coversNoUser(people)) return [];
  const permits = (scope: string) => scopes.include.includes("*") || scopes.include.includes(scope);
  const permitted = question.scopes.filter(permits);
  return question.defaults || permitted.length === question.scopes.length ? permitted : [];
}

/** In this flow there is no user, whom a rule for certain users or groups cannot cover. */
function coversNoUser({ users, groups }: PolicyRule["conditions"]["people"]): boolean {
  const wanted = groups.include ?? [];
  return (users.include ?? []).length === 0 && (wanted.length === 0 || wanted.includes("EVERYONE"));
}
