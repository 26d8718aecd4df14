import { afterAll, beforeAll, expect, test } from "vitest";
import { IdentityProvider, newKey } from "./identity-provider.ts";
import { oktaAt, refusal, startWorld, UNAUTHORIZED } from "./world.ts";

let provider: IdentityProvider;
beforeAll(async () => {
  provider = new IdentityProvider(await newKey("k1"));
  await provider.start();
});
afterAll(() => provider.stop());

const LOCAL = { "dbms.security.require_local_user": "true" };

async function start(settings: Record<string, string> = LOCAL) {
  const world = await startWorld({ ...oktaAt(provider.discoveryUri), ...settings });
  const admin = await world.admin();
  const login = async (claims = {}) =>
    world.security.login({ scheme: "bearer", credentials: await provider.sign(claims) });
  return { ...world, login, run: (text: string) => world.run(admin, text), asUser: world.run };
}

test("a token without a local user is refused, and the log says what is missing", async () => {
  const { login, log } = await start();
  expect(await refusal(login())).toEqual(UNAUTHORIZED);
  expect(log.at(-1)).toContain(
    "(oidc-okta: dbms.security.require_local_user is true and no user has the auth provider 'oidc-okta' with id 'etl-loader')",
  );
});

test("the user of the SSO tutorial logs in either way, under the local name", async () => {
  const { security, run, login, asUser } = await start();
  await run(`CREATE USER jake
    SET HOME DATABASE 'jakesHomeDb'
    SET AUTH 'oidc-okta' {SET ID 'etl-loader'} // must match the username claim
    SET AUTH 'native' {SET PASSWORD 'changeme' SET PASSWORD CHANGE REQUIRED}`);
  const subject = await login();
  expect(subject).toMatchObject({ username: "jake", provider: "oidc-okta", roles: ["reader"] });
  expect(await asUser(subject, "SHOW CURRENT USER")).toMatchObject({
    rows: [["jake", ["PUBLIC", "reader"], false, false, "jakesHomeDb"]],
  });
  const native = { scheme: "basic", principal: "jake", credentials: "changeme" };
  expect((await security.login(native)).passwordChangeRequired).toBe(true);
});

test("roles granted to the local user add up with those of the token", async () => {
  const { run, login } = await start();
  await run("CREATE USER jake SET AUTH PROVIDER 'oidc-okta' {SET ID 'etl-loader'}");
  await run("GRANT ROLES publisher, architect TO jake");
  expect((await login()).roles).toEqual(["architect", "publisher", "reader"]);
});

test("native authorization alone gives just the granted roles", async () => {
  const { run, login } = await start({
    ...LOCAL,
    "dbms.security.authorization_providers": "native",
  });
  await run("CREATE USER jake SET AUTH 'oidc-okta' {SET ID 'etl-loader'}");
  await run("GRANT ROLE editor TO jake");
  expect((await login({ groups: ["neo4j_admin"] })).roles).toEqual(["editor"]);
});

test("a suspended user is refused, and let in again once active", async () => {
  const { run, login, log } = await start();
  await run("CREATE USER jake SET AUTH 'oidc-okta' {SET ID 'etl-loader'} SET STATUS SUSPENDED");
  expect(await refusal(login())).toEqual(UNAUTHORIZED);
  expect(log.at(-1)).toContain("user 'jake' is suspended");
  await run("ALTER USER jake SET STATUS ACTIVE");
  expect((await login()).username).toBe("jake");
});

test("the id is another provider's id no more after REMOVE AUTH", async () => {
  const { run, login } = await start();
  await run(
    "CREATE USER jake SET AUTH 'oidc-okta' {SET ID 'etl-loader'} SET AUTH 'oidc-azure' {SET ID 'x'}",
  );
  expect((await login()).username).toBe("jake");
  await run("ALTER USER jake REMOVE AUTH 'oidc-okta'");
  expect(await refusal(login())).toEqual(UNAUTHORIZED);
});

test("without the setting auth providers of users have no effect", async () => {
  const { run, login } = await start({});
  await run("CREATE USER jake SET STATUS SUSPENDED SET AUTH 'oidc-okta' {SET ID 'etl-loader'}");
  expect(await login()).toMatchObject({ username: "etl-loader", roles: ["reader"] });
});
