import { expect, test } from "vitest";
import { readArguments } from "../../../neo4j/cypher-shell/arguments.ts";
import { splitStatements } from "../../../neo4j/cypher-shell/split.ts";

test("the options of a script are read, any other is refused", () => {
  expect(
    readArguments([
      "-a",
      "neo4j://neo4j.neo4j.svc.cluster.local:7687",
      "-d",
      "system",
      "--fail-fast",
      "--format",
      "plain",
      "-f",
      "/script/database.cypher",
    ]),
  ).toEqual({
    address: "neo4j://neo4j.neo4j.svc.cluster.local:7687",
    database: "system",
    file: "/script/database.cypher",
  });
  expect(() => readArguments(["-p", "hunter2", "-f", "x"])).toThrow("Unknown option '-p'");
  expect(() => readArguments(["RETURN 1"])).toThrow("Unexpected argument 'RETURN 1'");
  expect(() => readArguments([])).toThrow("The stand-in for cypher-shell runs files only (-f).");
});

test("a semicolon ends a statement where it stands in no text, name or comment", () => {
  const script = "// one; two\nA 'x;y' \"z;\" `n;`;\n\n;/* ; */ B\n C; // end;";
  expect(splitStatements(script)).toEqual(["// one; two\nA 'x;y' \"z;\" `n;`", "/* ; */ B\n C"]);
  expect(() => splitStatements("A;\nB")).toThrow(
    "The last statement of the script has no semicolon.",
  );
});
