import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Command,
  installGo,
  installJava,
  installPython,
  orSkip,
} from "./neo4j-clients/install.ts";
import { CLIENT_ID, ClientsWorld, HOUR } from "./neo4j-clients/world.ts";

const world = new ClientsWorld();

beforeAll(() => world.start());
afterAll(() => world.stop());

test("the JavaScript driver goes on across an expiry with Okta's tokens", async () => {
  let tokens = 0;
  const manager = neo4j.authTokenManagers.bearer({
    tokenProvider: async () => {
      tokens++;
      return { token: neo4j.auth.bearer(await world.fetchToken()) };
    },
  });
  const driver = neo4j.driver(`neo4j://127.0.0.1:${world.server.boltPort}`, manager);
  try {
    for (const expected of [1, 2]) {
      const { records } = await driver.executeQuery("SHOW CURRENT USER");
      expect(records[0]?.toObject()).toMatchObject({
        user: CLIENT_ID,
        roles: ["PUBLIC", "publisher"],
      });
      expect(tokens).toBe(expected);
      world.now += HOUR;
    }
  } finally {
    await driver.close();
  }
});

const ACCOUNT = {
  user: CLIENT_ID,
  roles: ["PUBLIC", "publisher"],
  protocol: "5.8",
  agent: "Neo4j/5.26.0",
};

for (const [language, install] of [
  ["Python", installPython],
  ["Go", installGo],
  ["Java", installJava],
] as const) {
  test(`the ${language} driver logs in, works, and goes on across an expiry`, async (context) => {
    const command = await orSkip(context, `${language} with the driver`, install);
    const { code, errors, steps } = await play(command);
    expect(code, errors).toBe(0);
    expect(steps).toEqual({
      "bearer over bolt": ACCOUNT,
      "bearer over neo4j": ACCOUNT,
      server: { home: "neo4j", version: "5.26.0", edition: "enterprise" },
      data: {
        created: [2, 1],
        merged: [1, 4],
        rows: [{ name: "Alice", age: 42 }],
        deleted: [3, 1],
      },
      "session auth": { ...ACCOUNT, user: "neo4j", roles: ["admin", "PUBLIC"] },
      verified: { right: true },
      "unknown statement": {
        code: "Neo.ClientError.Statement.UnsupportedOperationError",
        gqlStatus: "50N42",
      },
      "wrong token": { code: "Neo.ClientError.Security.Unauthorized", gqlStatus: "50N42" },
      "before the expiry": { user: CLIENT_ID, tokens: 1 },
      "after the expiry": { user: CLIENT_ID, tokens: 2 },
    });
  });
}

/** Runs a service to its end; once it says so, its token expires. */
async function play([program, ...argv]: Command) {
  const service = spawn(program, argv, { env: { ...process.env, ...world.environment } });
  const exited = once(service, "exit");
  let errors = "";
  service.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const steps: Record<string, unknown> = {};
  for await (const line of createInterface({ input: service.stdout })) {
    const { step, ...details } = JSON.parse(line);
    steps[step] = details;
    if (step !== "before the expiry") continue;
    world.now += HOUR;
    service.stdin.end("go on\n");
  }
  const [code] = await exited;
  return { code, errors, steps };
}
