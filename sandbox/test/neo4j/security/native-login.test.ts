import { describe, expect, test } from "vitest";
import { PASSWORD, refusal, startWorld, UNAUTHORIZED } from "./world.ts";

const RATE_LIMIT = {
  code: "Neo.ClientError.Security.AuthenticationRateLimit",
  message: "The client has provided incorrect authentication details too many times in a row.",
};
const basic = (principal: string, credentials: string) => ({
  scheme: "basic",
  principal,
  credentials,
});

describe("a native login", () => {
  test("opens with the initial password, as admin", async () => {
    const { admin, log, whoAmI } = await startWorld({});
    const subject = await admin();
    expect(subject).toEqual({
      username: "neo4j",
      provider: "native",
      roles: ["admin"],
      passwordChangeRequired: false,
    });
    expect(await whoAmI(subject)).toEqual(["neo4j", ["admin", "PUBLIC"]]);
    expect(log).toEqual(["2026-01-02 03:04:05.678+0000 INFO  [neo4j]: logged in"]);
  });

  test.each([
    ["a wrong password", basic("neo4j", "wrong-password")],
    ["an unknown user", basic("jake", PASSWORD)],
    ["another case of the user's name", basic("Neo4j", PASSWORD)],
    ["an empty password", basic("neo4j", "")],
    ["another realm", { ...basic("neo4j", PASSWORD), realm: "ldap" }],
  ])("is refused on %s", async (_, token) => {
    const { security, log } = await startWorld({});
    expect(await refusal(security.login(token))).toEqual(UNAUTHORIZED);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain(
      `ERROR [${token.principal}]: failed to log in: invalid principal or credentials`,
    );
    if (token.credentials !== "") expect(log[0]).not.toContain(token.credentials);
  });

  test("takes the realm native or none, and the log says why another is refused", async () => {
    const { security, log } = await startWorld({});
    for (const realm of ["", "native"]) {
      const token = { ...basic("neo4j", PASSWORD), realm };
      expect((await security.login(token)).username).toBe("neo4j");
    }
    const other = { ...basic("neo4j", PASSWORD), realm: "ldap" };
    expect(await refusal(security.login(other))).toEqual(UNAUTHORIZED);
    expect(log.at(-1)).toContain("(no provider 'ldap' takes passwords)");
  });

  test.each([
    ["principal", { scheme: "basic", credentials: PASSWORD }],
    ["credentials", { scheme: "basic", principal: "neo4j" }],
  ])("is refused without %s", async (key, token) => {
    const { security } = await startWorld({});
    expect(await refusal(security.login(token))).toEqual({
      code: UNAUTHORIZED.code,
      message: `Unsupported authentication token, missing key \`${key}\``,
    });
  });

  test("is refused where native is not among the authentication providers", async () => {
    const okta = "dbms.security.oidc.okta";
    const { admin, log } = await startWorld({
      "dbms.security.authentication_providers": "oidc-okta",
      [`${okta}.audience`]: "a",
      [`${okta}.well_known_discovery_uri`]: "https://org.okta.com/x",
    });
    expect(await refusal(admin())).toEqual(UNAUTHORIZED);
    expect(log[0]).toContain("(native login is turned off)");
  });

  test("has no roles where native does not authorize", async () => {
    const okta = "dbms.security.oidc.okta";
    const { admin } = await startWorld({
      "dbms.security.authorization_providers": "oidc-okta",
      [`${okta}.audience`]: "a",
      [`${okta}.well_known_discovery_uri`]: "https://org.okta.com/x",
    });
    expect((await admin()).roles).toEqual([]);
  });
});

describe("after too many failed attempts", () => {
  test("a user is locked even with the right password, until the lock time is over", async () => {
    const { security, admin, clock, log } = await startWorld({
      "dbms.security.auth_max_failed_attempts": "2",
      "dbms.security.auth_lock_time": "10s",
    });
    const wrong = () => refusal(security.login(basic("neo4j", "wrong-password")));
    expect(await wrong()).toEqual(UNAUTHORIZED);
    expect(await wrong()).toEqual(UNAUTHORIZED);
    expect(await refusal(admin())).toEqual(RATE_LIMIT);
    expect(log.at(-1)).toContain("ERROR [neo4j]: failed to log in: too many failed attempts");
    clock.now += 9999;
    expect(await refusal(admin())).toEqual(RATE_LIMIT);
    clock.now += 1;
    expect((await admin()).username).toBe("neo4j");
    expect(await wrong()).toEqual(UNAUTHORIZED);
  });

  test("a name that does not exist is locked alike, and others are not", async () => {
    const { security, admin } = await startWorld({});
    const attempt = () => refusal(security.login(basic("nobody", "x")));
    for (let count = 0; count < 3; count += 1) expect(await attempt()).toEqual(UNAUTHORIZED);
    expect(await attempt()).toEqual(RATE_LIMIT);
    expect((await admin()).username).toBe("neo4j");
  });

  test("nobody is locked where the limit is 0", async () => {
    const { security } = await startWorld({ "dbms.security.auth_max_failed_attempts": "0" });
    for (let count = 0; count < 5; count += 1) {
      expect(await refusal(security.login(basic("neo4j", "x")))).toEqual(UNAUTHORIZED);
    }
  });
});

describe("a password that must be changed", () => {
  const MUST_CHANGE = {
    code: "Neo.ClientError.Security.CredentialsExpired",
    message:
      "The credentials you provided were valid, but must be changed before you can use this instance: ALTER CURRENT USER SET PASSWORD FROM 'current password' TO 'new password'.",
  };

  test("opens a session that can do nothing else", async () => {
    const { security, run, admin, log } = await startWorld({});
    await run(await admin(), "CREATE USER jake SET PASSWORD 'first-password'");
    const jake = await security.login(basic("jake", "first-password"));
    expect(jake.passwordChangeRequired).toBe(true);
    expect(await refusal(run(jake, "SHOW CURRENT USER"))).toEqual(MUST_CHANGE);
    const change = (from: string, to: string) =>
      run(jake, "ALTER CURRENT USER SET PASSWORD FROM $from TO $to", { from, to });
    const failed = "User 'jake' failed to alter their own password: ";
    expect((await refusal(change("wrong-password", "x"))).message).toBe(
      `${failed}Invalid principal or credentials.`,
    );
    expect((await refusal(change("first-password", "first-password"))).message).toBe(
      `${failed}Old password and new password cannot be the same.`,
    );
    expect((await refusal(change("first-password", "short"))).message).toBe(
      "A password must be at least 8 characters.",
    );
    await change("first-password", "second-password");
    expect(await run(jake, "RETURN 1")).toBeUndefined();
    expect(await refusal(security.login(basic("jake", "first-password")))).toEqual(UNAUTHORIZED);
    expect((await security.login(basic("jake", "second-password"))).passwordChangeRequired).toBe(
      false,
    );
    expect(log.join("\n")).not.toMatch(/first-password|second-password/);
  });
});
