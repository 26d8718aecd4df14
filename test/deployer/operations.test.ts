import { describe, expect, test } from "vitest";
import { computed, deployer } from "./run.ts";

const TYPES = {
  app: "okta:app/oAuth:OAuth",
  group: "okta:group/group:Group",
  assignment: "okta:app/groupAssignment:GroupAssignment",
  claim: "okta:auth/serverClaim:ServerClaim",
} as const;

interface State {
  id?: string;
  external?: boolean;
  inputs?: object;
}

/** A step of a preview of stack prod, on a resource of that type. */
function step(op: string, type: keyof typeof TYPES, old?: State, next?: State) {
  const urn = `urn:pulumi:prod::neo4j-okta::${TYPES[type]}::one`;
  const full = (state?: State) => state && { urn, type: TYPES[type], ...state };
  return { op, urn, oldState: full(old), newState: full(next) };
}

function preview(...steps: object[]): string {
  return JSON.stringify({ steps, changeSummary: {} });
}

async function resources(...steps: object[]): Promise<string[]> {
  const { deployer: least } = (await computed(preview(...steps))).identities;
  return [...new Set(least.assignments.flatMap((one) => one.resources))].sort();
}

const service = { type: "service" };

describe("the deployer's rights by what a preview does", () => {
  test("an object that is created takes all of its kind", async () => {
    expect(await resources(step("create", "app", undefined, { inputs: service }))).toEqual([
      "apps",
    ]);
    expect(await resources(step("replace", "app", { id: "0oa1" }, { inputs: service }))).toEqual([
      "apps",
    ]);
  });

  test("one that is imported is that one; in place of another it is both", async () => {
    const imported = { id: "0oa1", inputs: service };
    expect(await resources(step("import", "app", imported, imported))).toEqual(["apps/0oa1"]);
    const claim = { id: "ocl1", inputs: { authServerId: "aus1" } };
    const elsewhere = { id: "ocl2", inputs: { authServerId: "aus2" } };
    expect(await resources(step("import-replacement", "claim", claim, elsewhere))).toEqual([
      "authorizationServers/aus1",
      "authorizationServers/aus2",
    ]);
  });

  test("one that is replaced is deleted where it was", async () => {
    const moved = step(
      "replace",
      "assignment",
      { id: "a", inputs: { appId: "0oa1", groupId: "00g1" } },
      { inputs: { appId: "0oa1", groupId: "00g2" } },
    );
    expect(await resources(moved)).toEqual(["apps/0oa1", "groups/00g1", "groups/00g2"]);
  });

  test("all that a destroy deletes, and nothing that it only reads", async () => {
    const gone = step("delete", "app", { id: "0oa1", inputs: service });
    const read = step("discard", "group", { id: "00g1", external: true });
    expect(await resources(gone, read)).toEqual(["apps/0oa1"]);
  });

  test("an adopted object is read alone", async () => {
    const group = { id: "00g1", external: true };
    const { deployer: least } = (await computed(preview(step("read", "group", group, group))))
      .identities;
    expect(least.assignments).toEqual([
      { role: "read", permissions: ["okta.groups.read"], resources: ["groups/00g1"] },
    ]);
  });
});

describe("a preview that gives no plan", () => {
  test("as it has no resource is refused", async () => {
    const { status, err } = await deployer(preview(), "--output", "/nowhere/plan.json");
    expect(status).toBe(3);
    expect(err).toBe(
      "The preview gives no plan: stack must be the name of a stack. Fix: give all that pulumi preview --json --show-sames prints of the stack. (deployer-plan)\n",
    );
  });

  test("as an id leads elsewhere is refused", async () => {
    const hostile = { id: "../users/00u1", inputs: service };
    const text = preview(step("same", "app", hostile, hostile));
    const { status, err } = await deployer(text, "--output", "/nowhere/plan.json");
    expect(status).toBe(3);
    expect(err).toMatch(/^The preview gives no plan: identities\.deployer\..* must be apps, /);
    expect(err).toContain("(deployer-plan)");
  });
});
