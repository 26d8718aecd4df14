import { describe, expect, test } from "vitest";
import { Unknown } from "../../../access/effective/resource.ts";
import { ISSUER, OIDC, stack } from "../../access/one-account.ts";
import { changes, from, object, settings } from "./said.ts";

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
