import { beforeEach, expect, test } from "vitest";
import { refusalOf } from "../server-fakes.ts";
import { alice, World } from "./world.ts";

const FORBIDDEN = "Neo.ClientError.Security.Forbidden";

let world: World;
let run: World["run"];
let rows: World["rows"];

beforeEach(() => {
  world = new World();
  ({ run, rows } = world);
});

test.each([
  [[], 0],
  [["reader"], 1],
  [["editor"], 1],
  [["publisher"], 1],
  [["architect"], 1],
  [["admin"], 1],
  [["analyst"], 0],
  [["analyst", "reader"], 1],
])("with the roles %j a user sees %i node", async (roles, count) => {
  await run("CREATE (:A)");
  expect(await rows("MATCH (n) RETURN count(n)", { as: alice(...roles) })).toEqual([[count]]);
});

const WHO = "user 'alice' with roles";

test.each<[roles: string[], statement: string, message: string | undefined]>([
  [
    [],
    "CREATE (:Old)",
    `Create node with labels 'Old' on database 'neo4j' is not allowed for ${WHO} [PUBLIC].`,
  ],
  [
    ["reader"],
    "CREATE (:Old:New)",
    `Create node with labels 'Old,New' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, reader].`,
  ],
  [
    ["reader"],
    "CREATE ()",
    `Create node with labels '' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, reader].`,
  ],
  [
    ["reader"],
    "MATCH (n:Old) DELETE n",
    `Delete node with labels 'Old' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, reader].`,
  ],
  [
    ["analyst"],
    "CREATE (:Old)",
    `Create node with labels 'Old' on database 'neo4j' is not allowed for ${WHO} [PUBLIC, analyst].`,
  ],
  [["analyst"], "MATCH (n) DELETE n", undefined],
  [["editor"], "CREATE (:Old {known: 1})", undefined],
  [["editor"], "MATCH (n:Old) DETACH DELETE n", undefined],
  [
    ["editor", "reader"],
    "CREATE (:New)",
    `Creating new node label on database 'neo4j' is not allowed for ${WHO} [PUBLIC, editor, reader]. See GRANT CREATE NEW NODE LABEL ON DATABASE \`neo4j\`...`,
  ],
  [
    ["editor"],
    "CREATE (:Old {unheard: 1})",
    `Creating new property name on database 'neo4j' is not allowed for ${WHO} [PUBLIC, editor]. See GRANT CREATE NEW PROPERTY NAME ON DATABASE \`neo4j\`...`,
  ],
  [["publisher"], "CREATE (:New {unheard: 1})", undefined],
  [["architect"], "CREATE (:New {unheard: 1})", undefined],
  [["admin"], "CREATE (:New {unheard: 1})", undefined],
])("the roles %j and %s", async (roles, statement, message) => {
  await run("CREATE (:Old {known: 1})");
  const attempt = () => run(statement, { as: alice(...roles) });
  if (message === undefined) await attempt();
  else expect(await refusalOf(attempt)).toEqual({ code: FORBIDDEN, message });
});

test("names stay known when the transaction that brought them is rolled back", async () => {
  const transaction = world.database.begin(alice("publisher"), { mode: "w" });
  await transaction.run("CREATE (:New)", new Map());
  transaction.rollback();
  await run("CREATE (:New)", { as: alice("editor") });
});
