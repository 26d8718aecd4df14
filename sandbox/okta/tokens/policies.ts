import type { AccessPolicy, AuthorizationServer, PolicyRule } from "../entities.ts";
import type { Person } from "./people/person.ts";

/** What a rule grants to a request. */
interface Grant {
  readonly scopes: readonly string[];
  /** Of the access token, in seconds. */
  readonly lifetime: number;
  /** How long refresh tokens last: in all (0 is without end), and without use. */
  readonly refresh: { readonly lifetimeMinutes: number; readonly windowMinutes: number };
}

/** What is asked of the policies. */
interface Question {
  readonly clientId: string;
  readonly grantType: string;
  /** The scopes asked for; or, for a request that names none, the server's default scopes. */
  readonly scopes: readonly string[];
  /** Default scopes are granted as far as a rule permits them; scopes asked for, all or none. */
  readonly defaults: boolean;
  /** For whom; undefined for a client that acts for itself. */
  readonly person?: Person | undefined;
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
        return { scopes, ...lifetimesOf(rule) };
      }
    }
  }
  return undefined;
}

function lifetimesOf({ actions }: PolicyRule): Omit<Grant, "scopes"> {
  const { token } = actions;
  return {
    lifetime: token.accessTokenLifetimeMinutes * 60,
    refresh: {
      lifetimeMinutes: token.refreshTokenLifetimeMinutes,
      windowMinutes: token.refreshTokenWindowMinutes,
    },
  };
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
  if (!(question.person ? covers(people, question.person) : coversNoUser(people))) return [];
  const permits = (scope: string) => scopes.include.includes("*") || scopes.include.includes(scope);
  const permitted = question.scopes.filter(permits);
  return question.defaults || permitted.length === question.scopes.length ? permitted : [];
}

/** Group that stands for everybody. */
const EVERYONE = "EVERYONE";

/** A rule covers the users whom it includes, by name or by group, and does not exclude. */
function covers({ users, groups }: PolicyRule["conditions"]["people"], person: Person): boolean {
  const { id } = person.user;
  const own = [EVERYONE, ...person.groups.map((group) => group.id)];
  const inOne = (ids: readonly string[] = []) => ids.some((one) => own.includes(one));
  if (users.exclude.includes(id) || inOne(groups.exclude)) return false;
  return (users.include ?? []).includes(id) || inOne(groups.include);
}

/** Where there is no user: whom a rule for certain users or groups cannot cover. */
function coversNoUser({ users, groups }: PolicyRule["conditions"]["people"]): boolean {
  const wanted = groups.include ?? [];
  return (users.include ?? []).length === 0 && (wanted.length === 0 || wanted.includes(EVERYONE));
}
