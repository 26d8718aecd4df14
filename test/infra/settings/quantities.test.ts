import { describe, expect, test } from "vitest";
import { parse, refusal, validSettings } from "../../support/settings.ts";

describe("a quantity", () => {
  const given = (resources: object) => validSettings({ neo4j: { license: "eval", resources } });

  test.each([
    ["1", "2Gi"],
    ["1.5", "2147483648"],
    ["500m", "2048Mi"],
    ["0.5", "2097152Ki"],
    ["2", "3G"],
    ["2", "2148M"],
    ["2", "2147484K"],
    ["2", "1T"],
    ["2", "1Ti"],
    ["2", "1P"],
    ["2", "1Pi"],
  ])("is enough: %s, %s", (cpu, memory) => {
    expect(parse(given({ cpu, memory })).neo4j.resources).toEqual({ cpu, memory });
  });

  test.each([
    ["cpu", { cpu: "499m", memory: "2Gi" }],
    ["cpu", { cpu: "0.49", memory: "2Gi" }],
    ["memory", { cpu: "1", memory: "2047Mi" }],
    ["memory", { cpu: "1", memory: "2097151Ki" }],
    ["memory", { cpu: "1", memory: "2G" }],
    ["memory", { cpu: "1", memory: "2147M" }],
  ])("of %s is not enough in %j", (kind, resources) => {
    expect(refusal(given(resources)).problems).toMatchObject([
      {
        code: "resources",
        path: `neo4j-okta:neo4j.resources.${kind}`,
        fix: "give the server more",
      },
    ]);
  });
});
