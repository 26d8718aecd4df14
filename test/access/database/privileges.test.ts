import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAdministrative, privilegesOf } from "../../../access/database/privileges.ts";
import { quotedName } from "../../../access/database/tokens.ts";

/** Written, to what real servers (5.26.31 and 2026.08.1 alike) store of it, as far as that is known. */
const STORED: [written: string, stored: string[]][] = [
  ["GRANT ACCESS ON DATABASES *", ["GRANT ACCESS ON DATABASE *"]],
  [
    "grant access on databases SALES, my.alias",
    ["GRANT ACCESS ON DATABASE `my.alias`", "GRANT ACCESS ON DATABASE `sales`"],
  ],
  ["GRANT ACCESS ON HOME DATABASE", ["GRANT ACCESS ON HOME DATABASE"]],
  [
    "GRANT TRAVERSE ON GRAPH sales NODES `Weird Label`, Other",
    [
      "GRANT TRAVERSE ON GRAPH `sales` NODE Other",
      "GRANT TRAVERSE ON GRAPH `sales` NODE `Weird Label`",
    ],
  ],
  [
    "GRANT READ {name, age} ON GRAPH sales NODES Person",
    [
      "GRANT READ {age} ON GRAPH `sales` NODE Person",
      "GRANT READ {name} ON GRAPH `sales` NODE Person",
    ],
  ],
  [
    "GRANT MATCH {*} ON GRAPH sales",
    ["GRANT MATCH {*} ON GRAPH `sales` NODE *", "GRANT MATCH {*} ON GRAPH `sales` RELATIONSHIP *"],
  ],
  [
    "GRANT TRAVERSE ON GRAPH sales ELEMENTS Person",
    [
      "GRANT TRAVERSE ON GRAPH `sales` NODE Person",
      "GRANT TRAVERSE ON GRAPH `sales` RELATIONSHIP Person",
    ],
  ],
  ["GRANT MATCH {*} ON HOME GRAPH NODES *", ["GRANT MATCH {*} ON HOME GRAPH NODE *"]],
  ["GRANT WRITE ON GRAPHS *", ["GRANT WRITE ON GRAPH *"]],
  [
    "DENY SET PROPERTY {x} ON GRAPH sales NODES *",
    ["DENY SET PROPERTY {x} ON GRAPH `sales` NODE *"],
  ],
  [
    "GRANT SET LABEL Foo, Bar ON GRAPH sales",
    ["GRANT SET LABEL Bar ON GRAPH `sales`", "GRANT SET LABEL Foo ON GRAPH `sales`"],
  ],
  ["GRANT REMOVE LABEL * ON GRAPH sales", ["GRANT REMOVE LABEL * ON GRAPH `sales`"]],
  ["GRANT ALL ON GRAPHS sales", ["GRANT ALL GRAPH PRIVILEGES ON GRAPH `sales`"]],
  ["GRANT ALL PRIVILEGES ON DATABASE sales", ["GRANT ALL DATABASE PRIVILEGES ON DATABASE `sales`"]],
  ["GRANT ALL ON HOME DATABASE", ["GRANT ALL DATABASE PRIVILEGES ON HOME DATABASE"]],
  ["GRANT ALL DBMS PRIVILEGES ON DBMS", ["GRANT ALL DBMS PRIVILEGES ON DBMS"]],
  ["GRANT INDEX ON DATABASES *", ["GRANT INDEX MANAGEMENT ON DATABASE *"]],
  [
    "GRANT CREATE NEW LABELS ON DATABASE sales",
    ["GRANT CREATE NEW NODE LABEL ON DATABASE `sales`"],
  ],
  ["GRANT CREATE ON GRAPH sales NODES A", ["GRANT CREATE ON GRAPH `sales` NODE A"]],
  ["GRANT SHOW TRANSACTIONS ON DATABASE sales", ["GRANT SHOW TRANSACTION (*) ON DATABASE `sales`"]],
  [
    "GRANT IMPERSONATE (alice, bob) ON DBMS",
    ["GRANT IMPERSONATE (alice) ON DBMS", "GRANT IMPERSONATE (bob) ON DBMS"],
  ],
  [
    "GRANT EXECUTE PROCEDURE db.labels, db.schema.* ON DBMS",
    ["GRANT EXECUTE PROCEDURE db.labels ON DBMS", "GRANT EXECUTE PROCEDURE db.schema.* ON DBMS"],
  ],
  [
    "GRANT EXECUTE FUNCTIONS apoc.* ON DBMS",
    ["GRANT EXECUTE USER DEFINED FUNCTION apoc.* ON DBMS"],
  ],
  ["GRANT EXECUTE ADMINISTRATOR PROCEDURES ON DBMS", ["GRANT EXECUTE ADMIN PROCEDURES ON DBMS"]],
  ["GRANT SHOW SERVER ON DBMS", ["GRANT SHOW SERVERS ON DBMS"]],
  ["GRANT SHOW SETTINGS * ON DBMS", ["GRANT SHOW SETTING * ON DBMS"]],
  ["GRANT ROLE MANAGEMENT ON DBMS", ["GRANT ROLE MANAGEMENT ON DBMS"]],
  ["GRANT LOAD ON ALL DATA", ["GRANT LOAD ON ALL DATA"]],
];

test.each(STORED)(
  "%s is taken apart as Neo4j stores it, and what it stores stays",
  (text, stored) => {
    expect(privilegesOf(text)).toEqual(stored);
    for (const row of stored) expect(privilegesOf(row)).toEqual([row]);
  },
);

describe("refused, as it", () => {
  test.each([
    ["", "does not begin with GRANT or DENY"],
    ["REVOKE WRITE ON GRAPH *", "does not begin with GRANT or DENY"],
    ["CREATE USER a SET PASSWORD 'x'", "does not begin with GRANT or DENY"],
    ["GRANT ROLE admin", 'names no privilege at "ROLE"'],
    ["GRANT WRITE ON GRAPH * TO admin", 'goes on with "TO"'],
    ["GRANT WRITE ON GRAPH *; DROP ROLE admin", "holds a semicolon"],
    ["GRANT WRITE ON GRAPH * // TO nobody", "holds a comment"],
    ["GRANT WRITE /* ON GRAPH a */ ON GRAPH *", "holds a comment"],
    ["GRANT WRITE ON GRAPH `a` TO `admin`", 'goes on with "TO"'],
    ["GRANT WRITE ON GRAPH `a", "holds a quote that does not end"],
    ["GRANT WRITE ON GRAPH $name", "holds a parameter"],
    [
      "GRANT WRITE ON GRAPH `a\\u0060 TO reader`",
      "holds a Unicode escape, which could end a name or a text in it",
    ],
    ["GRANT WRITE ON GRAPH `a\\`", "holds a backslash in a name"],
    ["GRANT WRITE ON GRAPH a\u202eb", "holds a character that nobody can see"],
    ["GRANT IMMUTABLE WRITE ON GRAPH *", "is immutable, which no running server can grant"],
    [
      "GRANT READ {x} ON GRAPH g FOR (n:A) WHERE n.x > 1",
      "depends on properties of nodes (FOR), which is not supported",
    ],
    ["GRANT READ ON GRAPH g", 'has "ON" where { belongs'],
    ["GRANT WRITE ON DATABASE g", 'has "DATABASE" where GRAPH belongs'],
    ["GRANT WRITE ON GRAPH", "has its end where the name of a database belongs"],
    ["GRANT EXECUTE PROCEDURE ON DBMS", 'has "ON" where a name belongs'],
    ["GRANT ALL", "names no privilege after ALL"],
    [
      "GRANT LOAD ON CIDR '0.0.0.0/0'",
      "loads from one address only, which is not supported: write LOAD ON ALL DATA",
    ],
  ])("%j %s", (text, fault) => {
    expect(privilegesOf(text)).toBe(fault);
  });
});

test("whatever the text, what comes out is refused or read again as itself", () => {
  const part = fc.constantFrom(
    ..."GRANT DENY MATCH {*} {a} ON GRAPH DATABASE DBMS HOME g * , NODES A `b``c` ( ) . ALL PRIVILEGES EXECUTE PROCEDURE TO".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.array(part).map((all) => all.join(" ")),
      ),
      (text) => {
        const rows = privilegesOf(text);
        if (typeof rows === "string") return;
        for (const row of rows) expect(privilegesOf(row)).toEqual([row]);
      },
    ),
  );
});

test.each([
  ["GRANT ALL DBMS PRIVILEGES ON DBMS", true],
  ["GRANT ASSIGN ROLE ON DBMS", true],
  ["GRANT USER MANAGEMENT ON DBMS", true],
  ["GRANT IMPERSONATE ON DBMS", true],
  ["GRANT EXECUTE BOOSTED PROCEDURE * ON DBMS", true],
  ["DENY ALL DBMS PRIVILEGES ON DBMS", false],
  ["GRANT SHOW USER ON DBMS", false],
  ["GRANT ALL GRAPH PRIVILEGES ON GRAPH *", false],
])("%s is administrative: %s", (clause, expected) => {
  const [privilege = ""] = privilegesOf(clause);
  expect(isAdministrative(privilege)).toBe(expected);
});

test("a name with a backslash is in no statement, since Neo4j could read another name", () => {
  expect(() => quotedName("neo4j\\u0060//")).toThrow(
    expect.objectContaining({
      code: "database-name",
      message: expect.stringContaining('"neo4j\\\\u0060//" holds a backslash'),
    }),
  );
});
