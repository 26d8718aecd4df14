import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../../retire/main.ts";
import { captured } from "../support/captured.ts";
import { manage } from "../support/declared-org.ts";
import {
  appOf,
  declare,
  eachInAWorld,
  folder,
  keptToken,
  owner,
  prove,
  retire,
  switchOff,
  world,
} from "./run.ts";

eachInAWorld();

const NOW = Math.floor(Date.now() / 1000);

describe("the proof", () => {
  test("fails as long as the account gets in, both ways", async () => {
    const { status, out } = await prove("--old-token", await keptToken());
    expect(status).toBe(1);
    expect(out).toMatch(/^STILL WORKS: a new token: Okta gives one\.$/m);
    expect(out).toMatch(/^STILL WORKS: the last token: Neo4j takes it, until /m);
    expect(out).toMatch(/\ndashboard still gets in\.\n$/);
  });

  test("fails after the account was switched off, until its last token has expired", async () => {
    const token = await keptToken();
    await switchOff();
    const { status, out } = await prove("--old-token", token);
    expect(status).toBe(1);
    expect(out).toMatch(/^refused: a new token: /m);
    expect(out).toMatch(/^STILL WORKS: the last token/m);
  });

  test("holds while Neo4j refuses a token that has not ended, also when the app is removed", async () => {
    const token = await keptToken();
    const id = await appOf("dashboard");
    await switchOff();
    await world.bootNeo4j({ "dbms.security.require_local_user": "true" });
    const disabled = await prove("--old-token", token);
    expect(disabled.out).toMatch(/^refused: the last token: Neo4j refuses it/m);
    expect(disabled.status, disabled.out).toBe(0);
    await manage(world.okta, "DELETE", `/api/v1/apps/${id}`);
    await declare(undefined);
    const removed = await prove("--old-token", token, "--client-id", "dashboard");
    expect(removed.status, removed.out).toBe(0);
    expect(removed.out).toMatch(/\ndashboard is gone\.\n$/);
  });

  test("holds once the last token has ended, for a day", async () => {
    const token = await keptToken();
    await switchOff();
    const inMinutes = (minutes: number) => () => Date.now() + minutes * 60_000;
    await world.bootNeo4j({}, { now: inMinutes(61) });
    const at = ["--prove", "--bolt-uri", world.contract.neo4j.boltUri, "--old-token", token];
    const { status, out } = await retire(at, owner(), inMinutes(61));
    expect(status, out).toBe(0);
    expect(out.replaceAll(/\s+/g, " ")).toContain("last token: Neo4j refuses it, as it ended at");
    expect((await retire(at, owner(), inMinutes(61 + 24 * 60))).status).toBe(3);
  });

  test("is none of an account that the contract has, though Okta has no active app", async () => {
    const token = await keptToken();
    await switchOff();
    await declare({ disabled: false });
    await world.bootNeo4j({ "dbms.security.require_local_user": "true" });
    const { status, out } = await prove("--old-token", token);
    expect(status, out).toBe(3);
    expect(out).toMatch(
      /^NOT SWITCHED OFF: the contract: it has dashboard, and not as disabled\./m,
    );
    expect(out).toMatch(/\ndashboard is not proven to be gone\.\n$/);
  });

  test("is none by a secret that was rotated since", async () => {
    await declare({ disabled: true });
    const stale = { NEO4J_OKTA_SECRET_DASHBOARD: "an-old-secret" };
    const { status, out } = await retire(["--prove"], stale);
    expect(status).toBe(3);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "The client secret supplied for a confidential client is invalid; that is not for want of an active app, and tells nothing of the account.",
    );
  });

  test.each([
    ["ended long ago", { exp: 1 }, "it ended at 1970-01-01T00:00:01.000Z, so a refusal of it"],
    [
      "has just ended, and is nobody's",
      { exp: NOW - 60 },
      "has now has signed it, so a refusal of it",
    ],
    ["has no end", {}, "it ended at 1970"],
    ["is not valid yet", { exp: 4e9, nbf: 3.9e9 }, "it is not valid yet, so a refusal of it"],
    ["another server gave out", { exp: 4e9, iss: "https://x" }, 'its iss is "https://x"'],
  ])("is none by a token that %s", async (_name, claims, found) => {
    await switchOff();
    const jwt = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const { issuer: iss } = world.contract;
    const file = join(folder, "made.token");
    const payload = jwt({ iss, sub: "dashboard", ...claims });
    await writeFile(file, `${jwt({ alg: "RS256" })}.${payload}.c2ln`);
    const { status, out } = await prove("--old-token", file);
    expect(status, out).toBe(3);
    expect(out).toMatch(/^refused: a new token: /m);
    expect(out.replaceAll(/\s+/g, " ")).toContain(found);
  });

  test("is none by a token that has expired for Neo4j alone", async () => {
    const token = await keptToken();
    await switchOff();
    await world.bootNeo4j({}, { now: () => Date.now() + 61 * 60_000 });
    const { status, out } = await prove("--old-token", token);
    expect(status, out).toBe(3);
    expect(out).toContain("by Neo4j's clock it has expired");
  });

  test.each([
    [
      [],
      "the contract does not have dashboard. Fix: give one of neo4j-service-account, etl-loader; for one that is removed give its client id by --client-id.",
    ],
    [
      ["--client-id", "etl-loader"],
      "--client-id etl-loader is that of etl-loader. Fix: give the client id of dashboard.",
    ],
  ])("of one that is removed needs its client id: %j", async (argv, message) => {
    await declare(undefined);
    const err = `${message} (retire-account)\n`;
    expect(await prove(...argv)).toMatchObject({ status: 2, err });
  });

  test("of one that is removed is by its key, and no key is sent as a secret", async () => {
    await declare(undefined);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await writeFile(join(folder, "dashboard"), privateKey.export({ format: "pem", type: "pkcs8" }));
    const { out } = await prove("--client-id", "dashboard", "--secrets", folder);
    // Its app expects a secret.
    expect(out.replaceAll(/\s+/g, " ")).toContain("invalid_client: Client authentication failed.");
  });

  test("of one that is there takes no other client id", async () => {
    expect(await prove("--client-id", "other")).toMatchObject({
      status: 2,
      err: "--client-id other is not that of dashboard. Fix: give the client id of dashboard. (retire-account)\n",
    });
  });

  test("is by the secret in the stack's outputs, where the contract comes with them", async () => {
    await switchOff();
    const outputs = join(folder, "outputs.json");
    await writeFile(outputs, JSON.stringify(world.outputs));
    const { out } = await captured((streams) =>
      main(["--contract", outputs, "--account", "dashboard", "--prove"], {
        ...streams,
        environment: {},
      }),
    );
    expect(out).toMatch(/^refused: a new token: /m);
  });

  test("is none without the credential, without a token, or with somebody else's", async () => {
    await switchOff();
    const nothing = await retire(["--prove"]);
    expect(nothing.status).toBe(3);
    expect(nothing.out.replaceAll(/\s+/g, " ")).toContain(
      "not looked at: a new token: no client secret",
    );
    expect(nothing.out).toContain("dashboard is not proven to be gone.");
    const other = join(folder, "other.token");
    await writeFile(other, "no token\n");
    const strange = await prove("--old-token", other);
    expect(strange.status).toBe(3);
    expect(strange.out.replaceAll(/\s+/g, " ")).toContain(
      "it is none of dashboard: its sub is null",
    );
  });
});
