import { describe, expect, test } from "vitest";
import { OIDC } from "../../access/one-account.ts";
import { from, MAPPING, PROVIDERS, settings } from "./said.ts";

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

  test("whose keys come from an address that is no server's: a copy of them, or somebody else's keys", () => {
    const keys = (address: string) => settings({ [`${OIDC}.jwks_uri`]: address });
    const copy = keys("https://keys.example.com/okta.json");
    const evil = keys("https://evil.example.com/okta.json");
    const judged = (lines: string[]) => lines.filter((line) => line.includes("security-setting"));
    expect(judged(from(copy, evil))).toEqual([
      expect.stringContaining(
        "jwks_uri went from https://keys.example.com/okta.json to https://evil",
      ),
    ]);
    expect(judged(from(evil, settings({})))).toHaveLength(1);
    expect(judged(from(evil, evil))).toEqual([]);
  });
});
