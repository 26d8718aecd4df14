import { describe, expect, test } from "vitest";
import { OIDC, peoplesStack, settings } from "../one-sign-in.ts";
import { peoplesChanges as said } from "./peoples-changes.ts";
import { changes } from "./said.ts";

describe("a way to sign in", () => {
  const listed = "dbms.security.authentication_providers";
  const other = {
    [listed]: "oidc-okta,oidc-other,native",
    "dbms.security.authorization_providers": "oidc-okta,oidc-other,native",
    "dbms.security.oidc.other.issuer": "https://sso.example.com",
    "dbms.security.oidc.other.params": "client_id=neo4j",
    "dbms.security.oidc.other.token_params": "client_secret=hunter2",
    "dbms.security.oidc.other.claims.groups": "groups",
    "dbms.security.oidc.other.authorization.group_to_role_mapping": "data=reader",
  };

  test("that is new, or gone", () => {
    expect(said({}, settings(other))).toMatchInlineSnapshot(`
      [
        "gained people-role-gained data (sign-in other) / Members of data (sign-in other) gain reader / the sign-in is new, and maps data to [reader] / From their next token on, MATCH (n) RETURN n succeeds in every database",
        "widened sign-in-added sign-in other / People can sign in to graph/neo4j through other (tokens of https://sso.example.com) / provider other is new among the authentication providers / Whoever its identity provider gives a token for this client gets in, with PUBLIC and the roles of their groups",
      ]
    `);
    expect(said(settings(other), {})).toMatchInlineSnapshot(`
      [
        "lost people-role-lost data (sign-in other) / Members of data (sign-in other) lose reader / the sign-in is removed / It ends when Neo4j restarts, for tokens that were issued before too",
        "lost sign-in-removed sign-in other / People can no longer sign in to graph/neo4j through other (tokens of https://sso.example.com) / provider other is no longer among the authentication providers / It ends when Neo4j restarts, for tokens that were issued before too",
      ]
    `);
  });

  test("whose secret parameter is another; it is never told", () => {
    const changed = { ...other, "dbms.security.oidc.other.token_params": "client_secret=hunter3" };
    const all = changes(peoplesStack(settings(other)), peoplesStack(settings(changed)));
    expect(all).toMatchInlineSnapshot(`
      [
        "breaks sign-in-request sign-in other / Browser asks for other tokens (sign-in other) / dbms.security.oidc.other.token_params went from not shown to not shown / People sign in again; a discovery file of npm run browser-config has to be made anew",
        "outage restart release / Neo4j restarts (Helm release release) / dbms.security.oidc.other.token_params went from not shown to not shown / Sessions end, and there is one server only: drivers fail until it is up again",
      ]
    `);
    expect(JSON.stringify(all)).not.toContain("hunter");
  });

  test("that takes other tokens, or calls people otherwise", () => {
    const issuer = { ...other, "dbms.security.oidc.other.issuer": "https://evil.example.com" };
    expect(said(settings(other), settings(issuer))).toMatchInlineSnapshot(`
      [
        "widened sign-in-trust sign-in other / Other tokens let people in by sign-in other / provider other's issuer went from https://sso.example.com to https://evil.example.com / Tokens of before are refused, and whoever is given one of the new kind gets in",
      ]
    `);
    const name = { ...other, "dbms.security.oidc.other.claims.username": "email" };
    expect(said(settings(other), settings(name))).toMatchInlineSnapshot(`
      [
        "widened sign-in-trust sign-in other / People who come by sign-in other have other names in the database / provider other's user name went from sub to email / Who is called otherwise is another user to Neo4j; other groups are other roles",
      ]
    `);
  });

  test("of which Browser asks something else", () => {
    const asks = { ...other, "dbms.security.oidc.other.params": "client_id=neo4j;prompt=login" };
    expect(said(settings(other), settings(asks))).toMatchInlineSnapshot(`
      [
        "breaks sign-in-request sign-in other / Browser asks for other tokens (sign-in other) / dbms.security.oidc.other.params went from client_id=neo4j to client_id=neo4j;prompt=login / People sign in again; a discovery file of npm run browser-config has to be made anew",
      ]
    `);
  });

  test("with roles that only the database knows now", () => {
    expect(
      said({}, settings({ "dbms.security.require_local_user": "true" })),
    ).toMatchInlineSnapshot(`
      [
        "unknown security-setting graph/neo4j / What these settings of graph/neo4j do to access is for a reviewer to judge / dbms.security.require_local_user is new: true",
        "unknown local-users sign-in okta / Which roles people have who come by sign-in okta is not known / only users in the database are let in (dbms.security.require_local_user), and the roles that are granted to them add to those of their groups; no resource tells whom that concerns",
      ]
    `);
  });
});

describe("keys that verify people's tokens", () => {
  const ELSEWHERE = "https://sso.example.com/realms/data";
  const document = "/.well-known/openid-configuration";
  const foreign = (some: Record<string, unknown>) =>
    settings({ [`${OIDC}.issuer`]: ELSEWHERE, ...some });

  test.each([
    ["well_known_discovery_uri", `${ELSEWHERE}${document}`, `https://evil.example.com${document}`],
    ["jwks_uri", `${ELSEWHERE}/certs`, "https://evil.example.com/certs"],
  ])("of another address are told, though issuer and audience stay: %s", (name, old, now) => {
    const [line, ...more] = said(
      foreign({ [`${OIDC}.${name}`]: old }),
      foreign({ [`${OIDC}.${name}`]: now }),
    );
    expect(line).toBe(
      `widened sign-in-trust sign-in okta / Other tokens let people in by sign-in okta / provider okta's keys went from ${old} to ${now} / Tokens of before are refused, and whoever is given one of the new kind gets in`,
    );
    expect(more).toEqual([]);
  });

  test("are told for a server of the stack too, as nobody can tell whose a copy is", () => {
    const now = "https://evil.example.com/keys";
    expect(said({}, settings({ [`${OIDC}.jwks_uri`]: now }))).toEqual([
      expect.stringContaining(`provider okta's keys is new: ${now}`),
    ]);
  });
});

test("groups that are asked for at another identity provider are for a reviewer to judge", () => {
  const foreign = { [`${OIDC}.issuer`]: "https://sso.example.com/realms/data" };
  const asked = { ...foreign, [`${OIDC}.get_groups_from_user_info`]: "true" };
  expect(said(settings(foreign), settings(asked))).toEqual([
    expect.stringMatching(/^unknown security-setting .*get_groups_from_user_info is new: true$/),
  ]);
});
