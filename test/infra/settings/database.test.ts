import { expect, test } from "vitest";
import { parse, validSettings } from "../../support/settings.ts";

test("has privileges in Neo4j's own words, and the accounts as local users", () => {
  const { neo4j, database, groups } = parse(
    validSettings({
      groups: { neo4j_reader: ["auditor"] },
      database: {
        requireLocalUser: true,
        roles: [{ name: "auditor", privileges: ["grant match {*} on graphs Neo4j nodes B, A"] }],
        users: [
          {
            name: "etl-loader",
            auth: { "oidc-okta-backend": "etl-loader" },
            homeDatabase: "Neo4j",
          },
          { name: "jake", password: "permanent", roles: ["reader", "auditor"] },
        ],
        removed: { users: ["joe"] },
      },
    }),
  );
  expect(groups).toEqual({ neo4j_reader: ["auditor"] });
  expect(neo4j.requireLocalUser).toBe(true);
  expect(database).toEqual({
    requireLocalUser: true,
    roles: [
      {
        name: "auditor",
        privileges: [
          "GRANT MATCH {*} ON GRAPH `neo4j` NODE A",
          "GRANT MATCH {*} ON GRAPH `neo4j` NODE B",
        ],
      },
    ],
    users: [
      {
        name: "etl-loader",
        auth: { "oidc-okta-backend": "etl-loader" },
        homeDatabase: "neo4j",
        suspended: false,
        roles: [],
      },
      {
        name: "jake",
        auth: {},
        password: "permanent",
        suspended: false,
        roles: ["auditor", "reader"],
      },
    ],
    authRules: [],
    removed: { roles: [], users: ["joe"], authRules: [] },
  });
});
