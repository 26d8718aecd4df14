import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { main } from "../../account/main.ts";
import { changedLines, writeStackFile } from "../../account/stack-edit.ts";
import { main as check } from "../../infra/check/main.ts";
import { captured } from "../support/captured.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "account-"));
  for (const stack of ["dev", "prod"]) {
    await copyFile(`Pulumi.${stack}.yaml`, join(folder, `Pulumi.${stack}.yaml`));
  }
});

afterEach(() => rm(folder, { recursive: true }));

function account(...argv: string[]) {
  return captured((streams) => main([...argv, "--project", folder], streams));
}

function file(stack: string): Promise<string> {
  return readFile(join(folder, `Pulumi.${stack}.yaml`), "utf8");
}

test("an account on a client secret is added, and nothing else changes", async () => {
  const before = await file("dev");
  const { status, out, err } = await account(
    ...["add", "price-reader", "--groups", " neo4j_reader", "--deliver-to", "prices"],
  );
  expect(err).toBe("");
  expect(status).toBe(0);
  const lines = [
    "    - name: price-reader",
    "      groups:",
    "        - neo4j_reader",
    "      credential: client_secret",
    "      deliverTo:",
    "        namespace: prices",
  ];
  expect(await file("dev")).toBe(
    before.replace("  neo4j-okta:neo4j:\n", `${lines.join("\n")}\n  neo4j-okta:neo4j:\n`),
  );
  expect(out).toBe(`Pulumi.dev.yaml, neo4j-okta:accounts:
${lines.map((line) => `+ ${line}\n`).join("")}
npm run review will say:
  price-reader gains reader: from the next token on, MATCH (n) RETURN n succeeds in every database.

Next:
  npm run preview -- --stack dev
  npm run review -- --stack dev
  npm run up -- --stack dev
  npm run credentials -- --stack dev --account price-reader --format env --output price-reader.env
`);
  const checked = await captured((streams) => check(["--project", folder], streams));
  expect(checked.status).toBe(0);
});

test("an account has all that is said of it, in the order of the settings' page", async () => {
  const { status, out } = await account(
    ...["add", "price-reader", "--groups", "neo4j_reader,neo4j_admin", "--client-id", "0oa-prices"],
    ...[
      "--owner",
      "prices@example.com",
      "--purpose",
      "Prices: all #1",
      "--deliver-to",
      "prices/okta",
    ],
  );
  expect(status).toBe(0);
  expect(out).toContain(`+     - name: price-reader
+       clientId: 0oa-prices
+       owner: prices@example.com
+       purpose: "Prices: all #1"
+       groups:
+         - neo4j_reader
+         - neo4j_admin
+       credential: client_secret
+       deliverTo:
+         namespace: prices
+         secret: okta

npm run review will say:
  price-reader gains reader: from the next token on, MATCH (n) RETURN n succeeds in every database.
  price-reader gains admin: from the next token on, CREATE USER, GRANT and DROP DATABASE succeed.

Next:`);
});

test.each([
  ["a\nb\nc\n", "a\nB\nc\n", "- b\n+ B\n"],
  ["a\n", "a\nb\n", "+ b\n"],
  ["a\na\n", "a\n", "- a\n"],
  ["a\n", "a\na\n", "+ a\n"],
  ["", "a\n", "+ a\n"],
])("the lines between %j and %j are told", (before, after, told) => {
  expect(changedLines(before, after)).toBe(told);
});

test("one on a private key waits for its key, and says so", async () => {
  const { status, out } = await account(
    ...["add", "prices", "--stack", "prod", "--groups", "neo4j_reader", "--owner", "a@example.com"],
    ...["--credential", "private_key"],
  );
  expect(status).toBe(0);
  expect(out).toContain(`+           jwks: []

npm run review will say:
  prices gains reader: from the next token on, MATCH (n) RETURN n succeeds in every database.

Until it has its key, the stack is refused.
Next:
  npm run keygen -- --stack prod --account prices --output prices.pem --write
`);
  expect(out).toContain("--format env --private-key prices.pem --output prices.env\n");
});

test("one whose keys Okta fetches is whole at once", async () => {
  const { status, out } = await account(
    ...["add", "prices", "--stack", "prod", "--groups", "neo4j_reader", "--owner", "a@example.com"],
    ...["--credential", "private_key", "--jwks-uri", "https://keys.example.com/prices.json"],
  );
  expect(status).toBe(0);
  expect(out).toContain(
    "+           jwksUri: https://keys.example.com/prices.json\n\nnpm run review will say:\n",
  );
  expect(out).toContain(
    "--output prices.pem --jwks prices.jwks.json\n  # serve prices.jwks.json at https://keys.example.com/prices.json\n",
  );
});

test("the first account of a stack without any is added", async () => {
  const text = (await file("dev")).replace(/ {2}neo4j-okta:accounts:\n(?: {4}.*\n)+/, "");
  await writeFile(join(folder, "Pulumi.dev.yaml"), text);
  const { status } = await account("add", "first-one", "--groups", "neo4j_reader");
  expect(status).toBe(0);
  expect(await file("dev")).toContain("  neo4j-okta:accounts:\n    - name: first-one\n");
});

describe("refused, and the file stays as it is", () => {
  test.each([
    [
      "a name that is taken",
      ["neo4j-service-account", "--groups", "neo4j_reader"],
      1,
      "Pulumi.dev.yaml has an account neo4j-service-account already. Fix: choose another name, or edit that account. (account-taken)\n",
    ],
    [
      "an unknown group",
      ["a-service", "--groups", "neo4j_raeder"],
      1,
      `Pulumi.dev.yaml stays as it is; the settings would be refused:
[unknown-group] neo4j-okta:accounts[1].groups[0] is "neo4j_raeder", which groups does not map to roles.
  Allowed: "neo4j_admin", "neo4j_reader".
  Fix: write neo4j_reader; else add the group under groups. (stack-edit-refused)
`,
    ],
    [
      "a private key that is to be delivered",
      ["a-service", "--groups", "neo4j_reader", "--credential", "private_key", "--deliver-to", "x"],
      1,
      "[delivery-of-private-key] neo4j-okta:accounts[1].deliverTo",
    ],
  ])("%s", async (_name, argv, status, message) => {
    const before = await file("dev");
    const run = await account("add", ...argv);
    expect(run).toMatchObject({ status, out: "" });
    expect(run.err).toContain(message);
    expect(await file("dev")).toBe(before);
  });

  test("accounts that are no list", async () => {
    await writeFile(join(folder, "Pulumi.dev.yaml"), "config:\n  neo4j-okta:accounts: all\n");
    expect(await account("add", "a-service", "--groups", "x")).toEqual({
      status: 3,
      out: "",
      err: "Pulumi.dev.yaml: neo4j-okta:accounts is no list of accounts. Fix: npm run check -- --stack dev (stack-edit-form)\n",
    });
  });

  test("accounts that an alias shares", async () => {
    const text = "config:\n  x: &x\n    - name: one\n  neo4j-okta:accounts: *x\n";
    await writeFile(join(folder, "Pulumi.dev.yaml"), text);
    expect(await account("add", "a-service", "--groups", "x")).toEqual({
      status: 3,
      out: "",
      err: "Pulumi.dev.yaml: neo4j-okta:accounts[1] is shared by an anchor or an alias: an edit would change more. Fix: edit it by hand. (stack-edit-form)\n",
    });
  });

  test("a file that cannot be written", async () => {
    const nowhere = join(folder, "nowhere");
    await expect(writeStackFile(nowhere, "Pulumi.dev.yaml", "")).rejects.toMatchObject({
      code: "stack-edit-write",
      message: "Pulumi.dev.yaml cannot be written: ENOENT.",
    });
  });

  test("a stack without a file", async () => {
    const { status, err } = await account("add", "a-service", "--stack", "no", "--groups", "x");
    expect(status).toBe(3);
    expect(err).toContain("(check-stack-missing)");
  });
});

test.each([
  [[], "say what to do: add NAME"],
  [["remove", "a"], "say what to do: add NAME"],
  [["add"], "say what to do: add NAME"],
  [["add", "a"], "--groups is missing"],
  [["add", "a", "--groups", "b", "--jwks-uri", "c"], "--jwks-uri needs --credential private_key"],
])("%j is refused", async (argv, message) => {
  expect(await account(...argv)).toEqual({
    status: 2,
    out: "",
    err: `${message}. See npm run account -- --help. (account-usage)\n`,
  });
});
