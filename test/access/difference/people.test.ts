import { describe, expect, test } from "vitest";
import { Unknown } from "../../../access/effective/resource.ts";
import { type Changes, OIDC, REDIRECT, settings } from "../one-sign-in.ts";
import { peoplesChanges as said } from "./peoples-changes.ts";

const MAPPING = `${OIDC}.authorization.group_to_role_mapping`;

const mapped = (text: string) => settings({ [MAPPING]: text });

describe("members of a group", () => {
  test("gain and lose roles by the mapping", () => {
    const after = mapped('"engineers"=architect;"readers"=reader');
    expect(said({}, after)).toMatchInlineSnapshot(`
      [
        "gained people-role-gained engineers (sign-in okta) / Members of engineers (sign-in okta) gain architect / group engineers went from [publisher] to [architect] / From their next token on, CREATE INDEX and CREATE CONSTRAINT succeed in every database",
        "lost people-role-lost engineers (sign-in okta) / Members of engineers (sign-in okta) lose publisher / group engineers went from [publisher] to [architect] / It ends when Neo4j restarts, for tokens that were issued before too",
      ]
    `);
  });

  test("become administrators", () => {
    expect(said({}, mapped('"engineers"=publisher,admin;"readers"=reader'))).toMatchInlineSnapshot(`
      [
        "widened people-admin engineers (sign-in okta) / Members of engineers (sign-in okta) become administrators / group engineers went from [publisher] to [publisher, admin] / From their next token on, CREATE USER, GRANT and DROP DATABASE succeed, for whoever is put into the group later too: who may do that decides over the database (okta)",
      ]
    `);
  });

  test("can no longer sign in, by the app or by the rule", () => {
    expect(said({}, { readersMay: undefined })).toMatchInlineSnapshot(`
      [
        "lost people-kept-out readers (sign-in okta) / Members of readers (sign-in okta) can no longer sign in, unless another group of theirs lets them in / the assignment of readers to app Browser (there) is gone / Sessions and tokens that they have last to their end",
      ]
    `);
    expect(said({ readersMay: undefined }, {})).toMatchInlineSnapshot(`
      [
        "gained people-let-in readers (sign-in okta) / Members of readers (sign-in okta) can sign in, with reader / the assignment of readers to app Browser is new: there",
      ]
    `);
    expect(said({}, { rule: { groupWhitelists: ["00g1"] } })).toMatchInlineSnapshot(`
      [
        "lost people-kept-out readers (sign-in okta) / Members of readers (sign-in okta) can no longer sign in, unless another group of theirs lets them in / rule code of policy people (for readers: [authorization_code], scopes [openid]) is gone / Sessions and tokens that they have last to their end",
      ]
    `);
  });

  test("lose all where the app lets nobody in", () => {
    expect(said({}, { app: { status: "INACTIVE" } })).toMatchInlineSnapshot(`
      [
        "lost people-role-lost engineers (sign-in okta) / Members of engineers (sign-in okta) lose publisher / the app's status went from ACTIVE to INACTIVE / Tokens that were issued before keep it until they expire, at most 30 minutes",
        "lost people-role-lost readers (sign-in okta) / Members of readers (sign-in okta) lose reader / the app's status went from ACTIVE to INACTIVE / Tokens that were issued before keep it until they expire, at most 30 minutes",
      ]
    `);
  });

  test("lose all where the app may not ask for people's tokens any more", () => {
    expect(said({}, { app: { grantTypes: [] } })).toMatchInlineSnapshot(`
      [
        "lost people-role-lost engineers (sign-in okta) / Members of engineers (sign-in okta) lose publisher / the app's grant types went from [authorization_code] to [] / Tokens that were issued before keep it until they expire, at most 30 minutes",
        "lost people-role-lost readers (sign-in okta) / Members of readers (sign-in okta) lose reader / the app's grant types went from [authorization_code] to [] / Tokens that were issued before keep it until they expire, at most 30 minutes",
      ]
    `);
  });

  test("gain a role where the claim can be read again", () => {
    const unread = { claim: { groupFilterType: "CONTAINS", value: "e" } };
    expect(said(unread, {})).toMatchInlineSnapshot(`
      [
        "gained people-role-gained engineers (sign-in okta) / Members of engineers (sign-in okta) gain publisher / claim groups went from perhaps saying engineers (CONTAINS e) with [openid] to saying engineers with [openid] / From their next token on, CREATE (:NewLabel) succeeds in every database",
        "gained people-role-gained readers (sign-in okta) / Members of readers (sign-in okta) gain reader / claim groups went from perhaps saying readers (CONTAINS e) with [openid] to saying readers with [openid] / From their next token on, MATCH (n) RETURN n succeeds in every database",
      ]
    `);
  });

  test("come in with PUBLIC, and do not any more", () => {
    const unmapped = mapped('"engineers"=publisher');
    const closed = { ...unmapped, readersMay: undefined };
    expect(said(closed, unmapped)).toMatchInlineSnapshot(`
      [
        "gained people-let-in readers (sign-in okta) / Members of readers (sign-in okta) can sign in, with no role but PUBLIC / the assignment of readers to app Browser is new: there",
        "widened people-rule sign-in okta / Okta lets more people in by sign-in okta, or gives them more / whom the app is assigned to went from [engineers] to [engineers, readers] / What else keeps them out, or their roles few: assignments, rules and the groups claim",
      ]
    `);
    expect(said(unmapped, closed)).toMatchInlineSnapshot(`
      [
        "lost people-kept-out readers (sign-in okta) / Members of readers (sign-in okta) can no longer sign in / the assignment of readers to app Browser (there) is gone / Sessions and tokens that they have last to their end",
      ]
    `);
  });

  test("lose a role that the claim says no longer; tokens of before keep it", () => {
    expect(said({}, { claim: { value: "^(engineers)$" } })).toMatchInlineSnapshot(`
      [
        "lost people-role-lost readers (sign-in okta) / Members of readers (sign-in okta) lose reader / claim groups went from saying readers with [openid] to not saying readers (REGEX ^(engineers)$) with [openid] / Tokens that were issued before keep it until they expire, at most 30 minutes",
      ]
    `);
  });

  test("of whom nobody can tell are not said to be in or out", () => {
    expect(said({}, { readers: undefined })).toMatchInlineSnapshot(`
      [
        "unknown people-unknown readers (sign-in okta) / Members of readers (sign-in okta) may sign in, or not: the stack does not tell / rule code of policy people went from for readers: [authorization_code], scopes [openid] to whom it is for is not known: [authorization_code], scopes [openid]",
      ]
    `);
    expect(said({}, { claim: { value: new Unknown([]) } })).toMatchInlineSnapshot(`
      [
        "widened groups-filter groups / The claim groups may say other groups of people than before / filter of claim groups went from REGEX ^(engineers|readers)$ to REGEX not known yet / Groups that are not mapped grant nothing now; a mapping that grows, or a rule in the database, would use them",
        "unknown groups-unknown sign-in okta / Which roles people have who come by sign-in okta is not known / which groups its tokens say is not known yet, or comes from what is not read here",
      ]
    `);
  });
});

describe("what is wider at Okta", () => {
  test.each<[string, Changes]>([
    ["a rule for everybody", { rule: { groupWhitelists: ["EVERYONE"] } }],
    ["a rule that names nobody", { rule: { groupWhitelists: [] } }],
    ["a rule for a person", { rule: { userWhitelists: ["00u1"] } }],
    [
      "a rule for another grant",
      { rule: { grantTypeWhitelists: ["authorization_code", "password"] } },
    ],
    ["a rule for any scope", { rule: { scopeWhitelists: ["*"] } }],
    ["an app for everybody", { app: { implicitAssignment: true } }],
  ])("%s", (what, after) => {
    expect({ what, said: said({}, after) }).toMatchSnapshot();
  });

  test("a rule that excludes nobody any more", () => {
    expect(said({ rule: { groupBlacklists: ["00g3"] } }, {})).toMatchInlineSnapshot(`
      [
        "gained people-let-in engineers (sign-in okta) / Members of engineers (sign-in okta) can sign in, with publisher / rule code of policy people went from whom it is for is not known: [authorization_code], scopes [openid] to for engineers: [authorization_code], scopes [openid]",
        "gained people-let-in readers (sign-in okta) / Members of readers (sign-in okta) can sign in, with reader / rule code of policy people went from whom it is for is not known: [authorization_code], scopes [openid] to for readers: [authorization_code], scopes [openid]",
        "widened people-rule sign-in okta / Okta lets more people in by sign-in okta, or gives them more / groups that the rules leave out went from [00g3] to [] / What else keeps them out, or their roles few: assignments, rules and the groups claim",
      ]
    `);
  });

  test("is no news the other way round", () => {
    expect(said({ rule: { scopeWhitelists: ["*"] } }, {})).toEqual([]);
    expect(said({ rule: { groupWhitelists: ["EVERYONE"] } }, {})).toEqual([]);
  });

  test("a filter of the claim", () => {
    const wide = { claim: { groupFilterType: "STARTS_WITH", value: "e" } };
    const more = { claim: { value: "^(engineers|others|readers)$" } };
    expect(said({}, wide)).toMatchInlineSnapshot(`
      [
        "lost people-role-lost readers (sign-in okta) / Members of readers (sign-in okta) lose reader / claim groups went from saying readers with [openid] to not saying readers (STARTS_WITH e) with [openid] / Tokens that were issued before keep it until they expire, at most 30 minutes",
        "widened groups-filter groups / The claim groups may say other groups of people than before / filter of claim groups went from REGEX ^(engineers|readers)$ to STARTS_WITH e / Groups that are not mapped grant nothing now; a mapping that grows, or a rule in the database, would use them",
      ]
    `);
    expect(said({}, more)).toMatchInlineSnapshot(`
      [
        "widened groups-filter groups / The claim groups may say other groups of people than before / filter of claim groups went from REGEX ^(engineers|readers)$ to REGEX ^(engineers|others|readers)$ / Groups that are not mapped grant nothing now; a mapping that grows, or a rule in the database, would use them",
      ]
    `);
    expect(said(more, {})).toEqual([]);
    expect(said({ claim: { value: ".*" } }, {})).toEqual([]);
  });

  test("longer tokens", () => {
    expect(said({}, { rule: { accessTokenLifetimeMinutes: 60 } })).toMatchInlineSnapshot(`
      [
        "widened lifetime-longer sign-in okta / Tokens of people who come by sign-in okta last 60 minutes instead of 30 / accessTokenLifetimeMinutes went from 30 to 60 / Who leaves a group keeps its roles for at most 60 minutes",
      ]
    `);
    expect(said({ rule: { accessTokenLifetimeMinutes: 60 } }, {})).toMatchInlineSnapshot(`
      [
        "lost lifetime-shorter sign-in okta / Tokens of people who come by sign-in okta last 30 minutes instead of 60 / accessTokenLifetimeMinutes went from 60 to 30 / Who leaves a group keeps its roles for at most 30 minutes",
      ]
    `);
  });
});

describe("addresses of Browser", () => {
  const other = "https://neo4j.example.com/browser/?idp_id=okta&auth_flow_step=redirect_uri";

  test("that Okta sends people back to", () => {
    expect(said({}, { app: { redirectUris: [other] } })).toMatchInlineSnapshot(`
      [
        "widened redirect-uri-added sign-in okta / Okta sends people of sign-in okta back to https://neo4j.example.com/browser/?idp_id=okta&auth_flow_step=redirect_uri too / it is a redirect URI of app Browser / Who serves that address can take part in their sign-in",
        "breaks redirect-uri-removed sign-in okta / Nobody can sign in any more (sign-in okta) from http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri / it is no redirect URI of app Browser any more / Okta shows an error there: people need another address of Browser",
      ]
    `);
    expect(said({}, { app: { redirectUris: [REDIRECT] } })).toEqual([]);
  });

  test("whose pages Okta trusts", () => {
    expect(said({}, { origin: { origin: "https://neo4j.example.com" } })).toMatchInlineSnapshot(`
      [
        "widened origin-added https://neo4j.example.com / Okta trusts pages of https://neo4j.example.com / it becomes a Trusted Origin / Scripts there may call Okta in the browser of whoever is signed in, for any app of the org",
        "breaks origin-removed http://localhost:7474 / Okta no longer trusts pages of http://localhost:7474 / it is no Trusted Origin any more / Browser there cannot ask for a token (CORS), nor any other app of the org",
      ]
    `);
    expect(said({}, { origin: { status: "INACTIVE" } })).toMatchInlineSnapshot(`
      [
        "breaks origin-removed http://localhost:7474 / Okta no longer trusts pages of http://localhost:7474 / it is no Trusted Origin any more / Browser there cannot ask for a token (CORS), nor any other app of the org",
      ]
    `);
  });
});

test("nothing, of what is the same", () => {
  expect(said({}, {})).toEqual([]);
});
