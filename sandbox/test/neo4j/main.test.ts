import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import neo4j from "neo4j-driver";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DatabaseEnvironment, runDatabase } from "../../neo4j/main.ts";
import { configureContainer, makeContainer, PASSWORD } from "./container.ts";
import { IdentityProvider, newKey } from "./security/identity-provider.ts";
import { oktaAt } from "./security/world.ts";

let container: string;
beforeEach(() => {
  container = makeContainer();
});
afterEach(() => rmSync(container, { recursive: true }));

const configure = (settings: Record<string, string>) => configureContainer(container, settings);

describe("runDatabase", () => {
  const boot = async (
    environment: DatabaseEnvironment = {},
    meanwhile: (boltPort: number) => Promise<void> = async () => {},
  ) => {
    const lines: string[] = [];
    const database = await runDatabase(
      {
        NEO4J_CONF: container,
        NEO4J_AUTH_PATH: join(container, "NEO4J_AUTH"),
        NEO4J_EDITION: "enterprise",
        NEO4J_ACCEPT_LICENSE_AGREEMENT: "yes",
        ...environment,
      },
      (line) => lines.push(line),
    );
    try {
      await meanwhile(database.boltPort);
    } finally {
      await database.stop();
    }
    return { database, lines };
  };

  test("serves no HTTP where it is turned off", async () => {
    configure({ "server.http.enabled": "false" });
    const { database, lines } = await boot();
    expect(database.httpPort).toBeUndefined();
    expect(lines.join()).not.toContain("HTTP enabled");
    expect(lines.at(-1)).toMatch(/ INFO {2}Stopped\.$/);
  });

  test("logs what it boots in spite of", async () => {
    configure({ "server.config.strict_validation.enabled": "false", "my.setting": "x" });
    expect((await boot()).lines[1]).toMatch(
      / WARN {2}Unrecognized setting\. No declared setting with name: my\.setting\.$/,
    );
  });

  test("runs without an initial password, as a new database does", async () => {
    expect((await boot({ NEO4J_AUTH_PATH: undefined })).database.boltPort).toBeGreaterThan(0);
  });

  test("reads no file of this machine outside of its container, by whatever path", async () => {
    const inside = join(container, "inside");
    mkdirSync(join(inside, "config", "neo4j.conf"), { recursive: true });
    writeFileSync(join(inside, "config", "NEO4J_AUTH"), `neo4j/${PASSWORD}`);
    const outside = join(container, "NEO4J_AUTH");
    const given = { SANDBOX_ROOT: inside, NEO4J_CONF: "/config/" };
    const way = "The file '.*' of NEO4J_AUTH_PATH cannot be read";
    for (const path of [outside, `/../..${outside}`, `config/../../NEO4J_AUTH`]) {
      await expect(boot({ ...given, NEO4J_AUTH_PATH: path })).rejects.toThrow(new RegExp(way));
    }
    await boot({ ...given, NEO4J_AUTH_PATH: "/config/NEO4J_AUTH" });
    await boot({ ...given, NEO4J_AUTH_PATH: "../config/../../config/NEO4J_AUTH" });
    for (const path of [container, "..", `/..${container}`, relative(process.cwd(), container)]) {
      const booted = boot({ ...given, NEO4J_CONF: path, NEO4J_AUTH_PATH: undefined });
      await expect(booted).rejects.toMatchObject({ code: "config-directory" });
    }
  });

  test("asks no server for keys but the one that it may ask", async () => {
    const inside = new IdentityProvider(await newKey("k1"));
    await inside.start();
    configure(oktaAt(inside.discoveryUri));
    const origin = "http://127.0.0.1:1";
    const { lines } = await boot({ SANDBOX_IDENTITY_PROVIDER: origin }, async (port) => {
      const auth = neo4j.auth.bearer(await inside.sign({}));
      const driver = neo4j.driver(`bolt://127.0.0.1:${port}`, auth);
      await expect(driver.getServerInfo()).rejects.toThrow("unauthorized");
      await driver.close();
    });
    expect(lines.join("\n")).toContain(`a rehearsal asks no server but its own Okta, ${origin}`);
    expect(inside.asked).toEqual([]);
    await inside.stop();
  });

  test.each<[string, DatabaseEnvironment, string, string]>([
    [
      "a licence that was not accepted",
      { NEO4J_ACCEPT_LICENSE_AGREEMENT: "no" },
      "license",
      "In order to use Neo4j Enterprise Edition you must accept the license agreement. To do so set the environment variable NEO4J_ACCEPT_LICENSE_AGREEMENT to 'yes', or to 'eval' for an evaluation (chart value neo4j.acceptLicenseAgreement).",
    ],
    [
      "an edition that is none",
      { NEO4J_EDITION: "premium" },
      "edition",
      "NEO4J_EDITION is 'premium'; allowed are enterprise, community, ENTERPRISE_K8S and COMMUNITY_K8S.",
    ],
    [
      "a directory that is not named",
      { NEO4J_CONF: undefined },
      "sandbox-option",
      "NEO4J_CONF is not set; it must name the directory that holds neo4j.conf.",
    ],
    [
      "a directory that is not there",
      { NEO4J_CONF: "/nowhere" },
      "config-directory",
      "Failed to read config /nowhere/neo4j.conf: Config file [/nowhere/neo4j.conf] does not exist.",
    ],
    [
      "an initial password that is not there",
      { NEO4J_AUTH_PATH: "/nowhere" },
      "initial-password",
      "The file '/nowhere' of NEO4J_AUTH_PATH cannot be read.",
    ],
    [
      "a port that is none",
      { SANDBOX_BOLT_PORT: "70000" },
      "sandbox-option",
      "SANDBOX_BOLT_PORT is '70000'; it must be a port from 0 to 65535, 0 for any free one.",
    ],
    ...["65536", "100000", "-1", "7687x", "x7687", "1.5", " 7687"].map(
      (port): [string, DatabaseEnvironment, string, string] => [
        `the port ${port}`,
        { SANDBOX_HTTP_PORT: port },
        "sandbox-option",
        `SANDBOX_HTTP_PORT is '${port}'; it must be a port from 0 to 65535, 0 for any free one.`,
      ],
    ),
    [
      "a port that is a word",
      { SANDBOX_HTTP_PORT: "http" },
      "sandbox-option",
      "SANDBOX_HTTP_PORT is 'http'; it must be a port from 0 to 65535, 0 for any free one.",
    ],
  ])("refuses %s", async (_, environment, code, message) => {
    await expect(boot(environment)).rejects.toMatchObject({ code, message });
  });

  test("takes the last port there is", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      // Taken by this test or by somebody else: the database finds it taken either way.
      other.once("error", () => resolve());
      other.listen(65_535, "127.0.0.1", resolve);
    });
    try {
      await expect(boot({ SANDBOX_HTTP_PORT: "65535" })).rejects.toThrow(
        "EADDRINUSE: address already in use 127.0.0.1:65535",
      );
    } finally {
      other.close();
    }
  });

  describe("stands in for the release that the chart names", () => {
    // 5.24 brought this setting.
    beforeEach(() => configure({ "dbms.security.require_local_user": "true" }));

    test.each(["5.23.0", "5.17.12"])("%s", async (version) => {
      await expect(boot({ HELM_NEO4J_VERSION: version })).rejects.toMatchObject({
        code: "unrecognized-setting",
        message: expect.stringMatching(` and this is ${version}\\.`),
      });
    });

    test.each([undefined, ""])("and for 5.26.0 where it names %j", async (version) => {
      const { lines } = await boot({ HELM_NEO4J_VERSION: version });
      expect(lines.at(-1)).toMatch(/Stopped\.$/);
      expect(lines.join()).not.toContain("WARN");
    });

    test.each([
      ["5.17", "5.26.30"],
      ["5.17.0-SNAPSHOT", "5.26.30"],
      ["v5.17.0", "5.26.30"],
      ["latest", "5.26.30"],
      ["2026.08.0", "2026.07.0"],
    ])("for %s, which is not known, as %s, and says so", async (version, release) => {
      const { lines } = await boot({ HELM_NEO4J_VERSION: version });
      expect(lines[1]).toMatch(/ WARN {2}Sandbox: /);
      expect(lines[1]).toContain(`Neo4j stands in as ${release}, since ${version} is not known.`);
      expect(lines.at(-1)).toMatch(/Stopped\.$/);
    });
  });

  test("refuses a port that is taken, and leaves none open", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    try {
      await expect(boot({ SANDBOX_HTTP_PORT: String(port) })).rejects.toThrow(
        `EADDRINUSE: address already in use 127.0.0.1:${port}`,
      );
    } finally {
      other.close();
    }
  });
});
