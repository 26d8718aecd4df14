import type { EffectiveAccess, Grant } from "../../access/effective/access.ts";
import { type Neo4j, type Provider, trusts } from "../../access/effective/neo4j.ts";
import type { Server } from "../../access/effective/okta.ts";
import { Unknown } from "../../access/effective/resource.ts";
import type { Change } from "./change.ts";
import { named, type Pair, rolesOf } from "./clients.ts";
import type { Code } from "./codes.ts";
import { lifetimeChanges, quoted } from "./lifetimes.ts";
import { roleText } from "./roles.ts";

/** What makes access wider, or narrower, without a declared account gaining or losing a role. */
export function widthChanges(
  before: EffectiveAccess,
  after: EffectiveAccess,
  pairs: readonly Pair[],
): Change[] {
  const servers = after.neo4j.flatMap((now) => {
    const old = before.neo4j.find(({ release }) => release.urn === now.release.urn);
    return old === undefined ? [] : serverChanges(old, now);
  });
  return [
    ...sharedServerChanges(before, after),
    ...anyClientChanges(before, after),
    ...wayChanges(pairs),
    ...lifetimeChanges(pairs),
    ...servers,
  ];
}

/** On a server that the stack adopts, policies that it does not declare may serve other clients. */
function sharedServerChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  const adopted = ({ servers, neo4j }: EffectiveAccess) =>
    servers
      .filter((server) => server.isAdopted && isTrusted(server, neo4j))
      .map(({ id, key }) => (typeof id === "string" ? id : key));
  const old = adopted(before);
  return adopted(after).flatMap((id) =>
    old.includes(id)
      ? []
      : {
          category: "widened",
          code: "shared-server",
          subject: id,
          accounts: [],
          sentence: `Neo4j takes tokens of the authorization server ${id}, which is not this stack's alone`,
          causes: ["the stack adopts it"],
          effects: [
            "Whoever its other policies serve may get the same roles: npm run verify -- --okta-api looks",
          ],
        },
  );
}

function isTrusted(server: Server, neo4j: readonly Neo4j[]): boolean {
  return neo4j.some(({ providers }) => providers.some((provider) => trusts(provider, server)));
}

/** Policies of the stack that name no clients answer every app of the org. */
function anyClientChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  const [old, now] = [rolesOf(before.anyClient), rolesOf(after.anyClient)];
  const change = (
    category: "widened" | "lost",
    verb: string,
    [grant]: readonly Grant[],
  ): Change[] => {
    if (grant === undefined) return [];
    const { token, role, group } = grant;
    const policy = quoted(token.policy.resource);
    return [
      {
        category,
        code: category === "widened" ? "any-client" : "any-client-ended",
        subject: policy,
        accounts: [],
        role,
        sentence: `Any app of the org ${verb} ${roleText(role)}, if its profile says ${group === "*" ? "so" : group}`,
        causes: [
          `the policy ${policy} ${category === "widened" ? "names" : "no longer names"} ALL_CLIENTS`,
        ],
        effects: [],
      },
    ];
  };
  return [
    ...[...now].flatMap(([key, grants]) =>
      old.has(key) ? [] : change("widened", "can get", grants),
    ),
    ...[...old].flatMap(([key, grants]) =>
      now.has(key) ? [] : change("lost", "can no longer get", grants),
    ),
  ];
}

/** A further policy, rule, scope, claim or provider by which accounts get roles that they had. */
function wayChanges(all: readonly Pair[]): Change[] {
  const found = all.flatMap((pair) => {
    if (pair.before === undefined || pair.after === undefined) return [];
    const old = rolesOf(pair.before.access);
    return [...rolesOf(pair.after.access)].flatMap(([key, grants]) => {
      const known = new Set(old.get(key)?.map(way));
      const ways = grants.map(way);
      const keeps = known.size > 0 && [...known].every((one) => ways.includes(one));
      return keeps ? grants.flatMap((grant) => (known.has(way(grant)) ? [] : { pair, grant })) : [];
    });
  });
  const byWay = Map.groupBy(found, ({ grant }) => way(grant));
  return [...byWay.values()].map((ones) => {
    const [{ grant, pair }] = ones as [(typeof ones)[number]];
    const names = [...new Set(ones.map((one) => one.pair.name))];
    return {
      category: "widened",
      code: "further-way",
      subject: named(names),
      accounts: names,
      ...(names.length === 1 ? { clientId: pair.clientId, owner: pair.owner } : {}),
      sentence: `${named(names)} can get the same roles in a further way`,
      causes: [
        `scope ${grant.token.scope}, policy ${quoted(grant.token.policy.resource)}, rule ${quoted(grant.token.rule)}, provider ${grant.provider.id}`,
      ],
      effects: [`Such tokens last ${grant.token.lifetimeMinutes} minutes`],
    };
  });
}

/** Which rule grants a scope makes a difference for how long, and not for what the token says. */
function way({ token, claim, provider }: Grant): string {
  return [token.server.key, token.scope, claim?.urn, provider.id].join("\n");
}

/** What an entry of the two provider lists means. */
const PROVIDER_WORDS = {
  authentication: (entry: string) =>
    entry === "native"
      ? "takes passwords (native), the break-glass user's among them"
      : `lets in everyone whom ${entry} lets in`,
  authorization: (entry: string) =>
    entry === "native"
      ? "gives users the roles that are granted to them in the database (native)"
      : `gives roles by what ${entry} says of groups`,
};

function serverChanges(before: Neo4j, after: Neo4j): Change[] {
  const changes: Change[] = [];
  const add = (category: "widened" | "lost", code: Code, sentence: string, causes: string[]) =>
    changes.push({
      category,
      code,
      subject: after.name,
      accounts: [],
      sentence,
      causes,
      effects: [],
    });
  const setting = (list: "authentication" | "authorization") =>
    `dbms.security.${list}_providers went from ${before[list].join(",")} to ${after[list].join(",")}`;
  for (const list of ["authentication", "authorization"] as const) {
    const [old, now] = [before[list], after[list]];
    const more = now.filter((entry) => !old.includes(entry));
    const fewer = old.filter((entry) => !now.includes(entry));
    for (const entry of more) {
      add("widened", "provider-added", `${after.name} ${PROVIDER_WORDS[list](entry)}`, [
        setting(list),
      ]);
    }
    for (const entry of fewer) {
      add("lost", "provider-removed", `${after.name} no longer ${PROVIDER_WORDS[list](entry)}`, [
        setting(list),
      ]);
    }
  }
  for (const entry of after.authRules.filter((one) => !before.authRules.includes(one))) {
    add(
      "widened",
      "auth-rules",
      `Rules in the database of ${after.name} may grant roles to whom ${entry} lets in`,
      ["dbms.security.abac.authorization_providers names it"],
    );
  }
  for (const now of after.providers) {
    const old = before.providers.find(({ id }) => id === now.id);
    if (old !== undefined) changes.push(...providerChanges(old, now, after.name));
  }
  return changes;
}

function providerChanges(before: Provider, after: Provider, subject: string): Change[] {
  const { id } = after;
  const changes: Change[] = [];
  if (before.mapping.size > 0 && after.mapping.size === 0) {
    changes.push({
      category: "widened",
      code: "same-name-on",
      subject,
      accounts: [],
      sentence: `Any group that a token of provider ${id} says stands for the role of its own name, admin included`,
      causes: ["the mapping of groups to roles is empty now"],
      effects: [],
    });
  }
  if (before.mapping.size === 0 && after.mapping.size > 0) {
    changes.push({
      category: "lost",
      code: "same-name-off",
      subject,
      accounts: [],
      sentence: `People and services of provider ${id} whose groups are named like roles lose those roles`,
      causes: ["there is a mapping of groups to roles now, which turns the mapping by name off"],
      effects: [],
    });
  }
  if (!(before.audiences instanceof Unknown) && !(after.audiences instanceof Unknown)) {
    const old = before.audiences;
    const more = after.audiences.filter((one) => !old.includes(one));
    if (
      more.length > 0 &&
      old.every((one) => (after.audiences as readonly string[]).includes(one))
    ) {
      changes.push({
        category: "widened",
        code: "audience-added",
        subject,
        accounts: [],
        sentence: `Provider ${id} of ${subject} takes tokens for ${named(more)} too`,
        causes: [`its audience went from ${old.join(",")} to ${after.audiences.join(",")}`],
        effects: [],
      });
    }
  }
  return changes;
}
