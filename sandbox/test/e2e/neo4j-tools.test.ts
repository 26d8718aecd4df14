import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { shellMain } from "../../kubernetes/node/stand-in.ts";
import { parseConfiguration } from "../../neo4j/config/index.ts";
import { createSecurity } from "../../neo4j/security/index.ts";
import { Neo4jServer } from "../../neo4j/server.ts";
import { type Command, installCypherShell, orSkip } from "./neo4j-clients/install.ts";
import { CLIENT_ID, ClientsWorld, PASSWORD } from "./neo4j-clients/world.ts";

const world = new ClientsWorld();

beforeAll(() => world.start());
afterAll(() => world.stop());

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, with this text as its input. */
function play([program, ...argv]: Command, input = "", variables = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...variables };
    const child = execFile(program, argv, { env }, (error, stdout, stderr) => {
      if (typeof error?.code === "string") reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

describe("cypher-shell", () => {
  const shell = (command: Command, port: number, password: string, ...argv: string[]): Command => [
    ...command,
    ...["-a", `bolt://127.0.0.1:${port}`, "-u", "neo4j", "-p", password, "--format", "plain"],
    ...argv,
  ];

  test("connects, asks, and works in transactions", async (context) => {
    const command = await orSkip(context, "cypher-shell", installCypherShell);
    const session = `
      SHOW DEFAULT DATABASE YIELD name, currentStatus;
      CALL dbms.components() YIELD name, versions, edition;
      :begin
      CREATE (:A {k: 1});
      :commit
      :begin
      CREATE (:A {k: 2});
      :rollback
      :param { k: 1 }
      MATCH (n:A {k: $k}) RETURN n.k AS k;
      MATCH (n) RETURN count(n) AS nodes;
      :use system
      SHOW CURRENT USER YIELD user, roles;
    `;
    const { code, stdout, stderr } = await play(
      shell(command, world.server.boltPort, PASSWORD),
      session,
    );
    expect(stderr).toBe("");
    expect(stdout.split("\n")).toEqual([
      ...["name, currentStatus", '"neo4j", "online"'],
      ...["name, versions, edition", '"Neo4j Kernel", ["5.26.0"], "enterprise"'],
      ...["k", "1"],
      ...["nodes", "1"],
      ...["user, roles", '"neo4j", ["admin", "PUBLIC"]'],
      "",
    ]);
    expect(code).toBe(0);
  });

  test("is told what is wrong: a password, a statement", async (context) => {
    const command = await orSkip(context, "cypher-shell", installCypherShell);
    const port = world.server.boltPort;
    expect(await play(shell(command, port, "wrong", "RETURN 1;"))).toEqual({
      code: 1,
      stdout: "",
      stderr: "The client is unauthorized due to authentication failure.\n",
    });
    expect(await play(shell(command, port, PASSWORD, "MATCH (n) SET n.k = 1;"))).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^The sandbox's Neo4j stand-in does not know this statement\. Allowed: /,
      ),
    });
  });

  test("runs a script of users and roles as its stand-in in a Job does", async (context) => {
    const command = await orSkip(context, "cypher-shell", installCypherShell);
    const folder = await mkdtemp(join(tmpdir(), "cypher-shell-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "a.cypher");
    const port = world.server.boltPort;
    const login = { NEO4J_USERNAME: "neo4j", NEO4J_PASSWORD: PASSWORD };
    const argv = ["-a", `neo4j://127.0.0.1:${port}`, "-d", "system", "--fail-fast", "-f", file];
    const own = { SANDBOX_BOLT_PORT: String(port), SANDBOX_ROOT: "/" };
    const both = () =>
      Promise.all([
        play([...command, ...argv], "", login),
        play([process.execPath, shellMain, ...argv], "", { ...login, ...own }),
      ]);
    const script = [
      "CREATE ROLE `shown` IF NOT EXISTS",
      "GRANT MATCH {*} ON GRAPH `neo4j` NODE * TO `shown`",
      "CREATE USER `jake;` IF NOT EXISTS SET AUTH 'oidc-okta' { SET ID 'a;b' }",
      "ALTER USER `jake;` SET AUTH 'oidc-okta' { SET ID 'a;b' } SET STATUS ACTIVE",
      "GRANT ROLE `shown` TO `jake;`",
    ];
    await writeFile(file, `${script.join(";\n")};\n`);
    for (const { code, stderr } of await both())
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await writeFile(file, "DROP ROLE nobody;\nDROP ROLE shown;\n");
    for (const { code, stderr } of await both()) {
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: "Failed to delete the specified role 'nobody': Role does not exist.\n",
      });
    }
  });

  test("changes the first password of a new database", async (context) => {
    const command = await orSkip(context, "cypher-shell", installCypherShell);
    const configuration = parseConfiguration(new Map());
    const security = createSecurity(configuration, { log: () => {} });
    await security.start();
    const server = new Neo4jServer({ configuration, security });
    await server.start();
    context.onTestFinished(() => server.stop());
    const change = `ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO '${PASSWORD}';`;
    expect(await play(shell(command, server.boltPort, "neo4j", "RETURN 1;"))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/must be changed before you can use this instance/),
    });
    expect(await play(shell(command, server.boltPort, "neo4j", "-d", "system", change))).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(await play(shell(command, server.boltPort, PASSWORD, "RETURN 1;"))).toMatchObject({
      stdout: "1\n1\n",
    });
  });
});

describe("curl", () => {
  const curl = async (path: string, ...argv: string[]) => {
    const url = `http://127.0.0.1:${world.server.httpPort}${path}`;
    const { stdout } = await play(["curl", "--silent", "--show-error", ...argv, url]);
    return JSON.parse(stdout);
  };
  const installed = async (): Promise<Command> => {
    await play(["curl", "--version"]);
    return ["curl"];
  };

  test("reads who may log in, and runs statements with a token or a password", async (context) => {
    await orSkip(context, "curl", installed);
    const { auth_config, neo4j_version } = await curl("/");
    expect(neo4j_version).toBe("5.26.0");
    expect(auth_config.oidc_providers).toMatchObject([{ id: "okta-backend" }]);
    const bearer = ["--header", `authorization: Bearer ${await world.fetchToken()}`];
    const query = (statement: string, ...argv: string[]) =>
      curl("/db/neo4j/query/v2", ...argv, "--json", JSON.stringify({ statement }));
    const password = ["--user", `neo4j:${PASSWORD}`];
    expect((await query("SHOW CURRENT USER YIELD user", ...bearer)).data.values).toEqual([
      [CLIENT_ID],
    ]);
    expect((await query("SHOW HOME DATABASE YIELD name", ...password)).data).toEqual({
      fields: ["name"],
      values: [["neo4j"]],
    });
    expect((await query("RETURN 1 AS x, {a: [true]} AS y", ...bearer)).data).toEqual({
      fields: ["x", "y"],
      values: [[1, { a: [true] }]],
    });
    expect(await query("MERGE (:A)", ...bearer)).toMatchObject({
      errors: [{ code: "Neo.ClientError.Statement.UnsupportedOperationError" }],
    });
    expect(await query("RETURN 1")).toEqual({
      errors: [
        {
          code: "Neo.ClientError.Security.Unauthorized",
          message: "No authentication header supplied.",
        },
      ],
    });
  });
});
