import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { picture, roomImports } from "../docs/architecture.ts";
import { parse, productionSettings, validSettings } from "./support/settings.ts";

test("the committed picture of the house shows today's imports", async () => {
  const committed = readFileSync(new URL("../docs/architecture.svg", import.meta.url), "utf8");
  expect(committed, "run npm run docs").toBe(await picture());
});

test("no import leads from the product into the sandbox or back", () => {
  const crossing = roomImports().filter(
    ([from, to]) => from.startsWith("sandbox/") !== to.startsWith("sandbox/"),
  );
  expect(crossing).toEqual([]);
  expect(roomImports()).toContainEqual(["infra", "access"]);
});

test("the waiver that docs/operations.md shows is accepted as it stands", () => {
  const page = readFileSync(new URL("../docs/operations.md", import.meta.url), "utf8");
  const snippet = /`(waivers: \[.*\])`/.exec(page)?.[1] ?? "";
  const { waivers } = parseYaml(snippet);
  const values = { image: { customImage: "mirror.example.com/neo4j:5.26.30-enterprise" } };
  const settings = productionSettings({ waivers, neo4j: { license: "yes", values } });
  expect(parse(settings).production).toBe(true);
});

test("every stack that docs/sign-ins.md shows is accepted as it stands", () => {
  const page = readFileSync(new URL("../docs/sign-ins.md", import.meta.url), "utf8");
  const snippets = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
  expect(snippets).toHaveLength(5);
  for (const snippet of snippets) {
    const settings = parseYaml(snippet.replaceAll("neo4j-okta:", ""));
    expect(parse(validSettings(settings)).signIns).toHaveLength(1);
  }
});
