import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { named } from "../../deployer/plan.ts";
import { deployerSchema } from "../../deployer/schema.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { computed, deployer } from "./run.ts";

const NEW_ACCOUNT = recordedPreview("account-new", "dedicated");
const UNCHANGED = recordedPreview("owner", "dedicated");
const PEOPLE = recordedPreview("people-groups", "people");
const FIRST_PEOPLE = recordedPreview("first-sign-ins", "dedicated");

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "deployer-"));
});

afterAll(() => rm(folder, { recursive: true }));

test("the published JSON Schema is the one that holds", async () => {
  const text = `${JSON.stringify(z.toJSONSchema(deployerSchema), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/deployer.schema.json");
});

describe("what a stack needs", () => {
  test.each([
    ["a new account", "account-new", NEW_ACCOUNT],
    ["people for the first time", "first-sign-ins", FIRST_PEOPLE],
    ["people with groups that others made", "people-groups", PEOPLE],
  ])("is told of %s", async (_name, file, preview) => {
    const { out, err } = await deployer(preview);
    expect(err).toBe("");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    await expect(out).toMatchFileSnapshot(`../golden/deployer/${file}.txt`);
  });

  test("is single apps and the one server where nothing is to be created", async () => {
    const { deployer: least } = (await computed(UNCHANGED)).identities;
    expect(least.assignments).toHaveLength(1);
    const { resources = [] } = least.assignments[0] ?? {};
    expect(resources).toHaveLength(4);
    for (const one of resources) expect(one).toMatch(/^(apps\/0oa|authorizationServers\/aus)\d+$/);
  });

  test("is all apps where one is to be created, or may be later", async () => {
    const resources = async (...options: Parameters<typeof computed>) =>
      (await computed(...options)).identities.deployer.assignments[0]?.resources;
    expect(await resources(NEW_ACCOUNT)).toEqual([
      "apps",
      "authorizationServers/aus00000000000000001",
    ]);
    expect(await resources(UNCHANGED, "--may-create")).toEqual(["apps", "authorizationServers"]);
  });

  test("is a right over what goes, too", async () => {
    const removed = await computed(recordedPreview("account-removed", "dedicated"));
    expect(JSON.stringify(removed.identities.deployer.needs)).toContain("support-bot-app");
  });

  test("shows no secret to the reviewer, and nothing but the accounts' keys to the rotator", async () => {
    const { reviewer, rotator } = (await computed(PEOPLE)).identities;
    const permissions = (of: typeof reviewer | undefined) =>
      of?.assignments.flatMap((one) => one.permissions).sort();
    expect(permissions(reviewer)).toEqual([
      "okta.apps.read",
      "okta.authzServers.read",
      "okta.groups.read",
      "okta.users.read",
    ]);
    expect(reviewer.scopes.every((scope) => scope.endsWith(".read"))).toBe(true);
    expect(permissions(rotator)).toEqual(["okta.apps.clientCredentials.read", "okta.apps.manage"]);
    const people = /"okta-app"/.exec(JSON.stringify(rotator));
    expect(people).toBeNull();
  });

  test("is no rotator as long as Okta has no account", async () => {
    const { steps, changeSummary } = JSON.parse(NEW_ACCOUNT);
    const fresh = steps.map((step: Record<string, object>) => ({
      ...step,
      op: "create",
      oldState: undefined,
    }));
    const text = JSON.stringify({ steps: fresh, changeSummary: { create: fresh.length } });
    expect(changeSummary).toBeDefined();
    expect((await computed(text)).identities.rotator).toBeUndefined();
    expect((await deployer(text)).out).toContain("rotator: none yet");
  });
});

describe("what is beyond every custom role", () => {
  test("is told with its fix, and ends with 1", async () => {
    const { status, out } = await deployer(FIRST_PEOPLE);
    expect(status).toBe(1);
    expect(out).toContain("No custom role allows");
    expect(out).toContain("leave createOrigins out of the sign-in");
  });

  test("is also a type that nobody knows", async () => {
    const strange = JSON.parse(UNCHANGED);
    const [step] = strange.steps;
    const state = {
      urn: "urn:pulumi:s::p::okta:x/y:Z::odd\u009b2J",
      type: "okta:x/y:Z",
      inputs: {},
    };
    strange.steps.push({
      ...step,
      op: "create",
      urn: state.urn,
      oldState: undefined,
      newState: state,
    });
    const { status, out } = await deployer(JSON.stringify(strange));
    expect(status).toBe(1);
    expect(out).toContain("odd 2J is of type okta:x/y:Z");
    expect(out.replaceAll(/\s+/g, " ")).toContain("Fix: use a newer version");
  });
});

describe("the plan file", () => {
  test("holds the scopes and the assignments of each identity, and is written whole", async () => {
    const file = join(folder, "plan.json");
    const { status, err } = await deployer(NEW_ACCOUNT, "--output", file);
    expect({ status, err }).toEqual({ status: 0, err: `plan in ${file}\n` });
    const plan = JSON.parse(await readFile(file, "utf8"));
    const { identities, stack } = await computed(NEW_ACCOUNT);
    expect(plan).toEqual({
      version: 1,
      stack,
      identities: Object.fromEntries(
        named(identities).map(([name, { scopes, assignments }]) => [name, { scopes, assignments }]),
      ),
    });
  });

  test("that cannot be written is refused", async () => {
    const { status, err } = await deployer(
      NEW_ACCOUNT,
      "--output",
      join(folder, "no", "plan.json"),
    );
    expect(status).toBe(3);
    expect(err).toMatch(
      /--output .*plan\.json cannot be written: ENOENT\. Fix: .*\(deployer-output\)/,
    );
  });
});

test.each([
  [[], "give either --stack NAME or --preview FILE"],
  [["--stack", "dev", "--preview", "x"], "give either --stack NAME or --preview FILE"],
  [["--stack", "-x"], "--stack -x is no stack name"],
  [["--preview", "x", "--output", "-"], "--output takes a file"],
])("%j is refused", async (argv, message) => {
  const { main } = await import("../../deployer/main.ts");
  const { captured } = await import("../support/captured.ts");
  const { status, err } = await captured((streams) =>
    main(argv, { ...streams, input: process.stdin }),
  );
  expect(status).toBe(2);
  expect(err).toBe(`${message}. See npm run deployer -- --help. (deployer-usage)\n`);
});

test("anything but a preview is refused", async () => {
  const { status, err } = await deployer("{}");
  expect(status).toBe(3);
  expect(err).toContain("(review-preview)");
});
