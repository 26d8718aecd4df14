import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { type Resource, Unknown } from "../../access/effective/resource.ts";
import { reviewOf } from "../../review/changes/changes.ts";
import type { Operation, Step } from "../../review/preview.ts";
import { config, ISSUER, OIDC, resource, stack } from "../access/one-account.ts";

const PROVIDERS = "dbms.security.authentication_providers";
const MAPPING = `${OIDC}.authorization.group_to_role_mapping`;
const NAMED = { name: "neo4j", namespace: "graph", chart: "neo4j", version: "5.26.30" };

type Changes = Parameters<typeof stack>[0];

/** What a change of the one-account stack says, a line each: category, code, subject, sentence, causes, effects. */
function changes(
  from: Resource[],
  to: Resource[],
  operations: Record<string, Operation> = {},
): string[] {
  const urns = [...new Set([...from, ...to].map(({ urn }) => urn))];
  const steps = urns.flatMap((urn): Step[] => {
    const [before, after] = [from, to].map((all) => all.find((one) => one.urn === urn));
    if (isDeepStrictEqual(before, after)) return [];
    const type = (before ?? after)?.type ?? "";
    const operation = operations[urn] ?? (before ? (after ? "update" : "delete") : "create");
    return [{ operation, urn, type, before, after }];
  });
  const review = reviewOf({ before: from, after: to, steps });
  return review.changes.map(({ category, code, subject, sentence, causes, effects }) =>
    [`${category} ${code} ${subject}`, sentence, ...causes, ...effects].join(" / "),
  );
}

const from = (before: Changes, after: Changes, operations?: Record<string, Operation>) =>
  changes(stack(before), stack(after), operations);

const settings = (some: Record<string, unknown>, properties: object = {}) => {
  const { values } = config(some).properties;
  return { release: { properties: { ...NAMED, ...properties, values } } };
};

const object = (type: string, urn: string, metadata: unknown): Resource => ({
  ...resource("app", urn, "", { metadata }),
  type,
});

test("nothing, of what is the same", () => {
  expect(from({}, {})).toEqual([]);
});

describe("providers", () => {
  test("that are added and removed, in each list", () => {
    const [one, other] = [settings({ [PROVIDERS]: "oidc-okta,ldap" }), settings({})];
    expect(from(one, other)).toMatchInlineSnapshot(`
      [
        "lost provider-removed graph/neo4j / graph/neo4j no longer lets in everyone whom ldap lets in / dbms.security.authentication_providers went from oidc-okta,ldap to oidc-okta,native",
        "widened provider-added graph/neo4j / graph/neo4j takes passwords (native), the break-glass user's among them / dbms.security.authentication_providers went from oidc-okta,ldap to oidc-okta,native",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.authentication_providers went from oidc-okta,ldap to oidc-okta,native / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(from(other, one)).toMatchInlineSnapshot(`
      [
        "lost provider-removed graph/neo4j / graph/neo4j no longer takes passwords (native), the break-glass user's among them / dbms.security.authentication_providers went from oidc-okta,native to oidc-okta,ldap",
        "widened provider-added graph/neo4j / graph/neo4j lets in everyone whom ldap lets in / dbms.security.authentication_providers went from oidc-okta,native to oidc-okta,ldap",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.authentication_providers went from oidc-okta,native to oidc-okta,ldap / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    const list = "dbms.security.authorization_providers";
    expect(
      from(settings({}), settings({ [list]: "oidc-okta,native,ldap" })),
    ).toMatchInlineSnapshot(`
      [
        "widened provider-added graph/neo4j / graph/neo4j gives roles by what ldap says of groups / dbms.security.authorization_providers went from oidc-okta,native to oidc-okta,native,ldap",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.authorization_providers went from oidc-okta,native to oidc-okta,native,ldap / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(from(settings({}), settings({ [list]: "oidc-okta" }))).toMatchInlineSnapshot(`
      [
        "lost provider-removed graph/neo4j / graph/neo4j no longer gives users the roles that are granted to them in the database (native) / dbms.security.authorization_providers went from oidc-okta,native to oidc-okta",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.authorization_providers went from oidc-okta,native to oidc-okta / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("that are asked in another order say no one else", () => {
    expect(
      from(settings({}), settings({ [PROVIDERS]: "native,oidc-okta" })),
    ).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.authentication_providers went from oidc-okta,native to native,oidc-okta / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("whose mapping is emptied, or begins", () => {
    const [mapped, empty] = [settings({}), settings({ [MAPPING]: "" })];
    expect(from(mapped, empty)).toMatchInlineSnapshot(`
      [
        "gained role-gained loader / loader gains loaders / provider okta's mapping went from by group to none: a group stands for the role of its name / group loaders ([publisher]) is gone / From the next token on, what the role loaders allows succeeds, if the database has it",
        "lost role-lost loader / loader loses publisher / provider okta's mapping went from by group to none: a group stands for the role of its name / group loaders ([publisher]) is gone / It ends when Neo4j restarts, for tokens that were issued before too",
        "widened same-name-on graph/neo4j / Any group that a token of provider okta says stands for the role of its own name, admin included / the mapping of groups to roles is empty now",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / group loaders (publisher) is gone / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(from(empty, mapped)).toMatchInlineSnapshot(`
      [
        "gained role-gained loader / loader gains publisher / provider okta's mapping went from none: a group stands for the role of its name to by group / group loaders is new: [publisher] / From the next token on, CREATE (:NewLabel) succeeds in every database",
        "lost same-name-off graph/neo4j / People and services of provider okta whose groups are named like roles lose those roles / there is a mapping of groups to roles now, which turns the mapping by name off",
        "lost role-lost loader / loader loses loaders / provider okta's mapping went from none: a group stands for the role of its name to by group / group loaders is new: [publisher] / It ends when Neo4j restarts, for tokens that were issued before too",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / group loaders is new: publisher / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("whose mapping names another group too", () => {
    const more = settings({ [MAPPING]: '"loaders"=publisher;"others"=reader' });
    expect(from(settings({}), more)).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / group others is new: reader / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("whose audience takes others too, or fewer", () => {
    const more = settings({ [`${OIDC}.audience`]: "api://neo4j,api://a,api://b" });
    expect(from(settings({}), more)).toMatchInlineSnapshot(`
      [
        "widened audience-added graph/neo4j / Provider okta of graph/neo4j takes tokens for api://a and api://b too / its audience went from api://neo4j to api://neo4j,api://a,api://b",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.oidc.okta.audience went from api://neo4j to api://neo4j,api://a,api://b / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    const other = settings({ [`${OIDC}.audience`]: "api://other" });
    expect(from(settings({}), other).filter((line) => line.startsWith("widened"))).toEqual([]);
    expect(from(more, settings({}))).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.oidc.okta.audience went from api://neo4j,api://a,api://b to api://neo4j / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("whose tokens rules in the database may use", () => {
    const rules = settings({ "dbms.security.abac.authorization_providers": "oidc-okta" });
    expect(from(settings({}), rules)).toMatchInlineSnapshot(`
      [
        "widened auth-rules graph/neo4j / Rules in the database of graph/neo4j may grant roles to whom oidc-okta lets in / dbms.security.abac.authorization_providers names it",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.abac.authorization_providers is new: oidc-okta / Sessions end, and there is one server only: drivers fail until it is up again",
        "unknown auth-rules loader / Which roles loader will have in graph/neo4j is not known / rules in the database may grant roles by claims",
      ]
    `);
    expect(from(rules, settings({}))).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.abac.authorization_providers (oidc-okta) is gone / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });
});

describe("what breaks", () => {
  test("another scope, and not one more", () => {
    const rule = (...scopes: string[]) => ({
      scope: { properties: { name: scopes[0] } },
      rule: { properties: { scopeWhitelists: scopes } },
    });
    expect(from({}, rule("graph"))).toMatchInlineSnapshot(`
      [
        "breaks token-request loader / loader must ask for other tokens / they ask for scope neo4j at https://example.okta.com/oauth2/aus1 today, and will have to ask for scope graph at https://example.okta.com/oauth2/aus1 / Until they do, Okta or Neo4j refuses them: give them the new values together with this change",
      ]
    `);
    expect(from({}, rule("neo4j", "graph"))).toMatchInlineSnapshot(`
      [
        "widened further-way loader / loader can get the same roles in a further way / scope graph, policy "rn:policy", rule "rn:rule", provider okta / Such tokens last 60 minutes",
      ]
    `);
    expect(from(rule("neo4j", "graph"), rule("graph"))).toMatchInlineSnapshot(`
      [
        "breaks token-request loader / loader must ask for other tokens / whoever asks for scope neo4j at https://example.okta.com/oauth2/aus1 today will have to ask for scope graph at https://example.okta.com/oauth2/aus1 / Until they do, Okta or Neo4j refuses them: give them the new values together with this change",
      ]
    `);
  });

  test("another scope where no token brings a role", () => {
    const nobody = { app: { properties: { profile: "{}" } } };
    const moved = { ...nobody, rule: { properties: { scopeWhitelists: ["graph"] } } };
    expect(from(nobody, moved)).toMatchInlineSnapshot(`
      [
        "breaks token-request loader / loader must ask for other tokens / they ask for scope neo4j at https://example.okta.com/oauth2/aus1 today, and will have to ask for scope graph at https://example.okta.com/oauth2/aus1 / Until they do, Okta or Neo4j refuses them: give them the new values together with this change",
      ]
    `);
  });

  test("another issuer, or a server that is made anew", () => {
    const at = (issuer: unknown) => ({
      server: { properties: { issuer: typeof issuer === "string" ? issuer : undefined } },
      ...settings({
        [`${OIDC}.issuer`]: issuer,
        [`${OIDC}.well_known_discovery_uri`]: undefined,
      }),
    });
    expect(from(at(ISSUER), at("https://id.example.com/oauth2/aus1"))).toMatchInlineSnapshot(`
      [
        "breaks token-request loader / loader must ask for other tokens / they ask for scope neo4j at https://example.okta.com/oauth2/aus1 today, and will have to ask for scope neo4j at https://id.example.com/oauth2/aus1 / Until they do, Okta or Neo4j refuses them: give them the new values together with this change",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.oidc.okta.issuer went from https://example.okta.com/oauth2/aus1 to https://id.example.com/oauth2/aus1 / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(from(at(ISSUER), at(new Unknown(["urn:server"])))).toMatchInlineSnapshot(`
      [
        "breaks token-request loader / loader must ask for other tokens / they ask for scope neo4j at https://example.okta.com/oauth2/aus1 today, and will have to ask for scope neo4j at a server that is made anew / Until they do, Okta or Neo4j refuses them: give them the new values together with this change",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / dbms.security.oidc.okta.issuer gets a value that is not known yet / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("the address of Neo4j", () => {
    expect(from(settings({}), settings({}, { namespace: "other" }))).toMatchInlineSnapshot(`
      [
        "breaks address rn:release / The address of Neo4j becomes neo4j.other.svc / it is neo4j.graph.svc today / Drivers need the new one",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / namespace went from graph to other / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(from(settings({}), settings({}, { name: new Unknown([]) }))).toMatchInlineSnapshot(`
      [
        "breaks address rn:release / The address of Neo4j becomes one that is not known yet / it is neo4j.graph.svc today / Drivers need the new one",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / name gets a value that is not known yet / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("a delivered Secret that goes, moves, or is another's", () => {
    const urn =
      "urn:pulumi:dev::p::neo4j-okta:kubernetes:DeliveredCredentials$kubernetes:core/v1:Secret::loader-delivery";
    const secret = (name: string, at = urn) =>
      object("kubernetes:core/v1:Secret", at, { name, namespace: "etl" });
    const own = stack();
    expect(changes([...own, secret("a")], own)).toMatchInlineSnapshot(`
      [
        "breaks delivery loader / The Secret etl/a goes away / nothing delivers it any more / Pods that read it do not start without it",
      ]
    `);
    expect(
      changes([...own, secret("a")], [...own, secret("b")], { [urn]: "replace" }),
    ).toMatchInlineSnapshot(`
      [
        "breaks delivery loader / The Secret etl/a becomes etl/b / its namespace or name is another / Pods that read it do not start without it",
      ]
    `);
    expect(changes([...own, secret("a")], [...own, secret("b")])).toEqual([]);
    expect(changes(own, [...own, secret("a")])).toEqual([]);
    expect(
      changes([...own, secret("a", "urn:pulumi:dev::p::kubernetes:core/v1:Secret::x")], own),
    ).toEqual([]);
    const unnamed = object("kubernetes:core/v1:Secret", urn, undefined);
    expect(changes([...own, unnamed], own)).toMatchInlineSnapshot(`
      [
        "breaks delivery loader / The Secret ?/? goes away / nothing delivers it any more / Pods that read it do not start without it",
      ]
    `);
  });
});

describe("outages", () => {
  const values = (more: object) => {
    const { release } = settings({});
    return {
      release: {
        properties: { ...release.properties, values: { ...release.properties.values, ...more } },
      },
    };
  };

  test.each(["services", "logInitialPassword", "serviceMonitor", "podDisruptionBudget"])(
    "none, where %s changes alone",
    (key) => {
      expect(from(values({ [key]: { a: 1 } }), values({ [key]: { a: 2 } }))).toEqual([]);
    },
  );

  test("a restart, with what differs", () => {
    expect(
      from(settings({}), settings({ "db.x": "1" }, { version: "5.26.31" })),
    ).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / version went from 5.26.30 to 5.26.31 / db.x is new: 1 / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(
      from(values({ jvm: { a: [1], empty: {} } }), values({ jvm: { a: [1, 2], empty: { b: 1 } } })),
    ).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / values.jvm.a went from [1] to [1, 2] / values.jvm.empty ({}) is gone / values.jvm.empty.b is new: 1 / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(from(values({ config: new Unknown([]) }), values({}))).toMatchInlineSnapshot(`
      [
        "gained role-gained loader / loader gains publisher / the authentication providers of graph/neo4j went from native to oidc-okta, native / the authorization providers of graph/neo4j went from native to oidc-okta, native / provider okta's issuer is new: https://example.okta.com/oauth2/aus1 / provider okta's audience is new: api://neo4j / provider okta's groups claim is new: groups / provider okta's mapping is new: by group / group loaders is new: [publisher] / From the next token on, CREATE (:NewLabel) succeeds in every database",
        "widened provider-added graph/neo4j / graph/neo4j lets in everyone whom oidc-okta lets in / dbms.security.authentication_providers went from native to oidc-okta,native",
        "widened provider-added graph/neo4j / graph/neo4j gives roles by what oidc-okta says of groups / dbms.security.authorization_providers went from native to oidc-okta,native",
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / values.config (not known yet) is gone / dbms.security.authentication_providers is new: oidc-okta,native / dbms.security.authorization_providers is new: oidc-okta,native / dbms.security.oidc.okta.audience is new: api://neo4j / dbms.security.oidc.okta.issuer is new: https://example.okta.com/oauth2/aus1 / dbms.security.oidc.okta.well_known_discovery_uri is new: https://example.okta.com/oauth2/aus1/.well-known/openid-configuration / dbms.security.oidc.okta.claims.groups is new: groups / group loaders is new: publisher / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("a restart for a mapping says which groups", () => {
    const more = settings({ [MAPPING]: '"loaders"=reader,publisher;"a"=admin' });
    expect(
      from(settings({}), more).filter((line) => line.startsWith("outage")),
    ).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / group loaders went from publisher to reader,publisher / group a is new: admin / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
  });

  test("many differences are named in one clause", () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`db.a${index}`, "1"]));
    const eight = Object.fromEntries(Object.entries(many).slice(1));
    expect(from(settings({}), settings(many))).toMatchInlineSnapshot(`
      [
        "outage restart rn:release / Neo4j restarts (Helm release rn:release) / db.a0 is new: 1, db.a1 is new: 1 and 7 more / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(from(settings({}), settings(eight))[0]?.split(" / ")).toHaveLength(11);
  });

  test("a release that is deleted or made anew", () => {
    const release = { "urn:release": "replace" } as const;
    expect(from(settings({}), { release: undefined })).toMatchInlineSnapshot(`
      [
        "lost role-lost loader / loader loses publisher / the authentication providers of graph/neo4j (oidc-okta, native) is gone / the authorization providers of graph/neo4j (oidc-okta, native) is gone / provider okta's issuer (https://example.okta.com/oauth2/aus1) is gone / provider okta's audience (api://neo4j) is gone / provider okta's groups claim (groups) is gone / provider okta's mapping (by group) is gone / group loaders ([publisher]) is gone / It ends when Neo4j restarts, for tokens that were issued before too",
        "outage release-deleted rn:release / The Helm release rn:release is deleted, and Neo4j ends / it is no longer declared / Its volume claims stay as long as the namespace does",
      ]
    `);
    expect(from(settings({}), settings({}, { name: "graph" }), release)).toMatchInlineSnapshot(`
      [
        "breaks address rn:release / The address of Neo4j becomes graph.graph.svc / it is neo4j.graph.svc today / Drivers need the new one",
        "outage release-replaced rn:release / Neo4j is deleted and made anew (Helm release rn:release) / name went from neo4j to graph / A release of another name or namespace starts with an empty database",
      ]
    `);
  });

  test("a namespace that is deleted, or gets another name", () => {
    const own = stack();
    const namespace = (metadata: unknown) =>
      object(
        "kubernetes:core/v1:Namespace",
        "urn:pulumi:dev::p::kubernetes:core/v1:Namespace::space",
        metadata,
      );
    const urn = namespace({}).urn;
    expect(changes([...own, namespace({ name: "graph" })], own)).toMatchInlineSnapshot(`
      [
        "outage data-deleted graph / The namespace graph is deleted, with the data of Neo4j and every other object in it / it is no longer declared / Make a backup first; nothing brings the data back",
      ]
    `);
    expect(changes([...own, namespace(undefined)], own)).toMatchInlineSnapshot(`
      [
        "outage data-deleted space / The namespace space is deleted, with the data of Neo4j and every other object in it / it is no longer declared / Make a backup first; nothing brings the data back",
      ]
    `);
    expect(
      changes([...own, namespace({ name: "graph" })], [...own, namespace({ name: "other" })], {
        [urn]: "replace",
      }),
    ).toMatchInlineSnapshot(`
      [
        "outage data-deleted graph / The namespace graph is deleted, with the data of Neo4j and every other object in it / its name becomes other / Make a backup first; nothing brings the data back",
      ]
    `);
    expect(
      changes([...own, namespace({ name: "a" })], [...own, namespace({ name: "a", labels: {} })]),
    ).toEqual([]);
    expect(changes(own, [...own, namespace({ name: "a" })])).toEqual([]);
  });

  test("an authorization server that is deleted, or made anew", () => {
    expect(
      from({}, { server: undefined }).filter((line) => line.startsWith("outage")),
    ).toMatchInlineSnapshot(`
      [
        "outage server-deleted rn:server / The authorization server rn:server is deleted, with all that is on it / it is no longer declared / No client can get a token of it, those of other stacks included",
      ]
    `);
    const server = { server: { properties: { audiences: ["api://neo4j"], name: "machines" } } };
    const again = { server: { properties: { ...server.server.properties, description: "x" } } };
    expect(from(server, again, { "urn:server": "replace" })).toMatchInlineSnapshot(`
      [
        "outage server-deleted machines / The authorization server machines is deleted, with all that is on it / it is made anew / No client can get a token of it, those of other stacks included",
      ]
    `);
    expect(from(server, again)).toEqual([]);
  });
});

describe("what is wider", () => {
  test("tokens that last longer, or shorter, by the same rule or by another one", () => {
    const minutes = (accessTokenLifetimeMinutes: number) => ({
      rule: { properties: { name: "machines", accessTokenLifetimeMinutes } },
      policy: { properties: { name: "neo4j" } },
    });
    expect(from(minutes(60), minutes(90))).toMatchInlineSnapshot(`
      [
        "widened lifetime-longer loader / Tokens of loader last 90 minutes instead of 60 / accessTokenLifetimeMinutes went from 60 to 90 / A disabled account keeps its access for at most 90 minutes",
      ]
    `);
    expect(from(minutes(90), minutes(60))).toMatchInlineSnapshot(`
      [
        "lost lifetime-shorter loader / Tokens of loader last 60 minutes instead of 90 / accessTokenLifetimeMinutes went from 90 to 60 / A disabled account keeps its access for at most 60 minutes",
      ]
    `);
    const second = resource("rule", "urn:second", "0pr2", {
      ...{ name: "more", policyId: "00p1", priority: 2, accessTokenLifetimeMinutes: 300 },
      ...{ grantTypeWhitelists: ["client_credentials"], scopeWhitelists: ["neo4j", "more"] },
    });
    expect(changes(stack(minutes(60)), [...stack(minutes(60)), second])).toMatchInlineSnapshot(`
      [
        "widened further-way loader / loader can get the same roles in a further way / scope more, policy "neo4j", rule "more", provider okta / Such tokens last 300 minutes",
        "widened lifetime-longer loader / Tokens of loader last 300 minutes instead of 60 / rule "more" of policy "neo4j" gives that to a request for all the scopes that it permits / A disabled account keeps its access for at most 300 minutes",
      ]
    `);
  });

  test("a policy for any app of the org", () => {
    const all = { policy: { properties: { name: "all", clientWhitelists: ["ALL_CLIENTS"] } } };
    const one = { policy: { properties: { name: "all", clientWhitelists: ["loader"] } } };
    expect(from(one, all)).toMatchInlineSnapshot(`
      [
        "widened any-client "all" / Any app of the org can get publisher, if its profile says loaders / the policy "all" names ALL_CLIENTS",
      ]
    `);
    expect(from(all, one)).toMatchInlineSnapshot(`
      [
        "lost any-client-ended "all" / Any app of the org can no longer get publisher, if its profile says loaders / the policy "all" no longer names ALL_CLIENTS",
      ]
    `);
  });

  test("any app of the org, with any role", () => {
    const both = (clients: string[]) => ({
      ...settings({ [MAPPING]: "" }),
      policy: { properties: { name: "all", clientWhitelists: clients } },
    });
    expect(from(both(["loader"]), both(["loader", "ALL_CLIENTS"]))).toMatchInlineSnapshot(`
      [
        "widened any-client "all" / Any app of the org can get the role of any name that it claims, if its profile says so / the policy "all" names ALL_CLIENTS",
      ]
    `);
  });

  test("a further way to the same role", () => {
    const claim = resource("claim", "urn:second", "ocl2", {
      ...{ authServerId: "aus1", name: "groups", value: "app.profile.groups" },
    });
    expect(changes(stack(), [...stack(), claim])).toMatchInlineSnapshot(`
      [
        "widened further-way loader / loader can get the same roles in a further way / scope neo4j, policy "rn:policy", rule "rn:rule", provider okta / Such tokens last 60 minutes",
      ]
    `);
    expect(changes([...stack(), claim], stack())).toEqual([]);
  });
});
