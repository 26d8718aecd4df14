import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../../retire/main.ts";
import { captured } from "../support/captured.ts";
import { declare, eachInAWorld, folder, owner, retire } from "./run.ts";

eachInAWorld();

describe("the order", () => {
  test("begins with the bound, and removes last", async () => {
    const now = () => Date.parse("2026-11-27T10:00:00Z");
    const { status, out } = await retire(["--grace", "7"], {}, now);
    expect(status).toBe(0);
    const prose = out.split("\n").filter((line) => !line.startsWith("     "));
    expect(prose.filter((line) => line.length > 80)).toEqual([]);
    expect(out.match(/^\d\. .*/gm)).toEqual([
      "1. The bound: 60 minutes",
      "2. Grace: until 2026-12-04",
      "3. Keep a last token, for the proof",
      "4. Switch it off",
      "5. Watch for 60 minutes",
      "6. Prove that it gets in no more",
      "7. Remove it",
      "8. Prove that it is gone",
    ]);
    expect(out).toContain("Nobody else has neo4j_reader");
    expect(out).toMatch(/--prove --old-token dashboard\.token --client-id dashboard\n$/);
  });

  test("marks what is behind, by what is deployed", async () => {
    await declare({ disabled: true });
    const { out } = await retire([]);
    expect(out).toContain("by what is deployed it is switched off");
    expect(out.match(/\(past\)/g)).toHaveLength(4);
    await declare(undefined);
    expect(await retire([])).toMatchObject({ status: 2, out: "" });
    const gone = await retire(["--client-id", "0oa1"]);
    expect(gone.out).toContain("the stack does not have it");
    expect(gone.out.match(/\(past\)/g)).toHaveLength(7);
    expect(gone.out).toMatch(/--prove --old-token dashboard\.token --client-id 0oa1\n$/);
  });
});

describe("a last token", () => {
  test("is kept for its owner alone, and shown to nobody", async () => {
    const file = join(folder, "dashboard.token");
    const { out, err } = await retire(["--keep-token", file], owner());
    const token = (await readFile(file, "utf8")).trim();
    expect(token).toMatch(/^eyJ/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(out + err).not.toContain(token);
    const again = await retire(["--keep-token", file], owner());
    expect(again.status).toBe(3);
    expect(again.err).toContain(
      `--keep-token ${file} is there already. Fix: name a new file in a folder that you may write to. (retire-file)`,
    );
  });

  test("is not given for a secret that was rotated since, which is told", async () => {
    const stale = { NEO4J_OKTA_SECRET_DASHBOARD: "an-old-secret" };
    const { status, err } = await retire(["--keep-token", join(folder, "none.token")], stale);
    expect(status).toBe(3);
    expect(err).toMatch(
      /^--keep-token: .*answered 401 to client dashboard: invalid_client: The client secret supplied for a confidential client is invalid\. Fix: give the credential that the account has now, or try again once Okta answers\. \(retire-token\)\n$/,
    );
  });

  test("needs the account's credential", async () => {
    const { status, err } = await retire(["--keep-token", join(folder, "none.token")]);
    expect(status).toBe(2);
    expect(err).toMatch(
      /^--keep-token: no client secret of dashboard was found.*\(retire-account\)\n$/,
    );
  });
});

test.each([
  [["--contract", "x"], "--account is missing"],
  [["--account", "a"], "give either --stack NAME or --contract FILE"],
  [
    ["--contract", "x", "--account", "a", "--grace", "long"],
    "--grace long is no number of days up to 999",
  ],
  [["--contract", "x", "--account", "a", "--old-token", "f"], "--old-token goes with --prove"],
  [
    ["--contract", "x", "--account", "a", "--prove", "--keep-token", "f"],
    "--keep-token comes before --prove: give one of them",
  ],
  [
    ["--contract", "x", "--account", "a", "--bolt-uri", "http://h"],
    "--bolt-uri http://h begins with none of bolt://, neo4j://, bolt+s://, neo4j+s://, bolt+ssc://, neo4j+ssc://",
  ],
  [
    ["--contract", "x", "--account", "a", "--bolt-uri", "bolt://"],
    "--bolt-uri bolt:// names no host. Fix: give one such as bolt://127.0.0.1:7687",
  ],
])("%j is refused", async (argv, message) => {
  const { status, err } = await captured((streams) => main(argv, { ...streams, environment: {} }));
  expect(status).toBe(2);
  expect(err).toBe(`${message}. See npm run retire -- --help. (retire-usage)\n`);
});

test("a contract that cannot be read is told", async () => {
  const { status, err } = await captured((streams) =>
    main(["--contract", "/nowhere.json", "--account", "a"], { ...streams, environment: {} }),
  );
  expect(status).toBe(3);
  expect(err).toContain("(retire-contract)");
});
