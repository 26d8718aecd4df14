import { describe, expect, test, vi } from "vitest";
import { main } from "../../verify/main.ts";
import { commandLine } from "./command-line.ts";

const line = commandLine();

describe("usage", () => {
  test.each([
    [
      [],
      2,
      "give either --stack NAME or --contract FILE. See npm run verify -- --help. (verify-usage)",
    ],
    [["--stack", "dev", "--contract", "x"], 2, "give either --stack NAME or --contract FILE"],
    [["--contract", "x", "--rate", "0"], 2, "it takes a whole number from 1 to 999999"],
    [["--contract", "x", "--timeout", "1e3"], 2, "it takes a whole number from 1 to 999999"],
    [["--contract", "x", "--concurrency", "1000000"], 2, "it takes a whole number from 1"],
    [["--stack", "dev", "--stack=-x"], 2, "--stack -x is no stack name. See npm run verify"],
    [["--contract", "x", "--nonsense"], 2, "unknown option '--nonsense'"],
    [
      ["--contract", "x", "more"],
      2,
      "too many arguments. Expected 0 arguments but got 1: more. See npm run verify -- --help. (verify-usage)\n",
    ],
    [["--stack=-x"], 2, "is no stack name"],
    [
      ["--contract", "/nowhere.json"],
      3,
      "--contract /nowhere.json cannot be read: there is no such file. Fix: name a file that you may read. (verify-file-missing)",
    ],
  ])("%j", async (argv, expected, message) => {
    const { status, out, err } = await line.run(argv);
    expect(status).toBe(expected);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^error/);
    expect(out).toBe("");
  });

  test("notices an option that npm took for itself", async () => {
    vi.stubEnv("npm_lifecycle_event", "verify");
    vi.stubEnv("npm_config_okta_api", "true");
    const { status, err } = await line.run(["--contract", line.contract]);
    vi.unstubAllEnvs();
    expect(status).toBe(2);
    expect(err).toMatch(/^npm took --okta-api for itself\. Fix: .* npm run verify -- --okta-api/);
  });

  test("prints its help", async () => {
    const { status, out } = await line.run(["--help"]);
    expect(status).toBe(0);
    await expect(out).toMatchFileSnapshot("../golden/verify/help.txt");
    expect(out.split("\n").filter((row) => row.length > 80)).toEqual([]);
  });

  test.each([
    ["not JSON", "verify-file-not-json"],
    ["[]", "verify-file-not-json"],
    ["{}", "verify-output-missing"],
    ['{"access":{"version":2}}', "verify-contract"],
    ['{"access":{},"credentials":"hush-hush"}', "verify-contract"],
  ])("refuses the contract %j", async (content, code) => {
    const { status, err } = await line.run(["--contract", await line.file("bad.json", content)]);
    expect(status).toBe(3);
    expect(err).toContain(`(${code})`);
    expect(err).not.toContain("hush-hush");
  });

  test("names the accounts there are", async () => {
    const { status, err } = await line.run(["--contract", line.contract, "--account", "nobody"]);
    expect(status).toBe(2);
    expect(err).toBe(
      "--account nobody: the contract has no such account. It has neo4j-service-account, etl-loader, dashboard. (verify-account-unknown)\n",
    );
  });

  test("asks for something to look a person up in", async () => {
    const { status, err } = await line.run(["--contract", line.contract, "--person", "ada"]);
    expect(status).toBe(2);
    expect(err).toBe(
      "--person needs --okta-api (status and groups at Okta), --break-glass (the local user), or both. See npm run verify -- --help. (verify-usage)\n",
    );
  });

  test("asks for an address that a driver can use", async () => {
    const { status, err } = await line.run([
      "--contract",
      line.contract,
      "--bolt-uri",
      "localhost:7687",
    ]);
    expect(status).toBe(2);
    expect(err).toContain(
      "--bolt-uri localhost:7687: it takes a URI that begins with one of bolt://",
    );
  });

  test("asks for the break-glass password where it is to be proven", async () => {
    const { contract: access, secrets, password } = line.world;
    const bare = await line.file("bare.json", JSON.stringify(access));
    const credentials = await line.file(
      "credentials.json",
      JSON.stringify(
        Object.fromEntries(
          Object.entries(secrets).map(([name, clientSecret]) => [
            name,
            { clientId: name, clientSecret },
          ]),
        ),
      ),
    );
    const argv = ["--contract", bare, "--credentials", credentials, "--break-glass"];
    const without = await line.run(argv);
    expect(without.status).toBe(3);
    expect(without.err).toContain("--break-glass: no password was found.");
    const given = await line.run(argv, { NEO4J_OKTA_BREAK_GLASS_PASSWORD: password });
    expect(given.status).toBe(0);
  });

  test("asks for Okta's credential, over https", async () => {
    const argv = ["--contract", line.contract, "--okta-api"];
    expect((await line.run(argv)).err).toContain(
      "--okta-api needs OKTA_ORG_URL and a credential in the environment",
    );
    const plain = { OKTA_ORG_URL: "http://example.okta.com", OKTA_API_TOKEN: "00abc" };
    expect((await line.run(argv, plain)).err).toContain("needs an https address in OKTA_ORG_URL");
  });
});

test("a refusal fits on a terminal", async () => {
  let err = "";
  const status = await main([], {
    write: () => {},
    writeError: (text) => {
      err += text;
    },
    environment: {},
    columns: 120,
  });
  expect(status).toBe(2);
  expect(err).toBe(
    "give either --stack NAME or --contract FILE. See npm run verify -- --help.\n(verify-usage)\n",
  );
});

test("a crash is told in one line, with where it was thrown", async () => {
  let err = "";
  const status = await main(["--help"], {
    write: () => {
      throw new TypeError("the pipe\nbroke");
    },
    writeError: (text) => {
      err += text;
    },
    environment: {},
  });
  expect(status).toBe(3);
  expect(err).toMatch(/^TypeError: the pipe broke\n(\s+at .+\n)+$/);
});
