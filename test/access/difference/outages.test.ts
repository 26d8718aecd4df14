import { describe, expect, test } from "vitest";
import { Unknown } from "../../../access/effective/resource.ts";
import { stack } from "../../access/one-account.ts";
import { changes, from, MAPPING, object, settings } from "./said.ts";

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
