import { describe, expect, test } from "vitest";
import { startOkta } from "../../support.ts";

const { okta, admin } = await startOkta();
const USERS = "/api/v1/users";

let made = 0;
const profileOf = (login: string) => ({ login, email: login, firstName: "Ada", lastName: "Byron" });

/** A user with a login of its own. */
async function newUser(body: object = {}, query = "") {
  made += 1;
  const profile = profileOf(`person${made}@example.com`);
  const { body: user } = await admin.post(`${USERS}${query}`, { profile, ...body });
  return { user, path: `${USERS}/${user.id}`, login: profile.login };
}

const password = { credentials: { password: { value: "Correct-Horse-1" } } };

describe("a new user", () => {
  test.each([
    ["with a password", password, "", "ACTIVE"],
    ["without one", {}, "", "PROVISIONED"],
    ["that is not activated", password, "?activate=false", "STAGED"],
  ])("%s", async (_, body, query, status) => {
    const { user } = await newUser(body, query);
    expect(user).toMatchObject({ id: expect.stringMatching(/^00u\w{17}$/), status });
  });

  test("shows that there is a password and never which, nor does the log", async () => {
    const { user, path } = await newUser(password);
    expect(user.credentials).toEqual({
      password: {},
      provider: { type: "OKTA", name: "OKTA" },
    });
    expect(JSON.stringify((await admin.get(path)).body)).not.toContain("Correct-Horse-1");
    expect(JSON.stringify(okta.log.entries)).not.toContain("Correct-Horse-1");
    expect(JSON.stringify([...okta.org.users.values()])).not.toContain("Correct-Horse-1");
  });

  test.each([
    ["a login that another has, in any case", { login: "TAKEN@example.com" }, "login"],
    ["a login that is no address", { login: "person" }, "profile.login"],
    ["no last name", { lastName: undefined }, "profile.lastName"],
  ])("is refused with %s", async (_, changes, field) => {
    await admin.post(USERS, { profile: profileOf("taken@example.com") });
    const { status, body } = await admin.post(USERS, {
      profile: { ...profileOf("fresh@example.com"), ...changes },
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      errorCode: "E0000001",
      errorSummary: `Api validation failed: ${field}`,
    });
  });

  test.each([["short1A"], ["alllowercase1"], ["person-Of-1-example"]])(
    "is refused with the weak password %s, which is not repeated",
    async (value) => {
      const { status, body } = await admin.post(USERS, {
        profile: profileOf("person@example.com"),
        credentials: { password: { value } },
      });
      expect(status).toBe(400);
      expect(body.errorCode).toBe("E0000001");
      expect(body.errorCauses[0].errorSummary).toContain("Password requirements were not met");
      expect(JSON.stringify(body)).not.toContain(value);
    },
  );

  test("is made once when two ask for the same login at the same time", async () => {
    const body = { profile: profileOf("twice@example.com"), ...password };
    const answers = await Promise.all([admin.post(USERS, body), admin.post(USERS, body)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  });

  test("is refused with an attribute that the org's user profile does not have", async () => {
    const profile = { ...profileOf("attribute@example.com"), shoeSize: 42 };
    const { status, body } = await admin.post(USERS, { profile });
    expect(status).toBe(400);
    expect(body.errorCode).toBe("E0000003");
    expect(body.errorCauses[0].errorSummary).toBe("Unrecognized field in profile: shoeSize");
  });
});

describe("a user", () => {
  test("is read by id and by login, and missed under any other name", async () => {
    const { user, path, login } = await newUser();
    expect((await admin.get(path)).body).toEqual(user);
    expect((await admin.get(`${USERS}/${login}`)).body).toEqual(user);
    const { status, body } = await admin.get(`${USERS}/nobody`);
    expect(status).toBe(404);
    expect(body.errorSummary).toBe("Not found: Resource not found: nobody (User)");
  });

  test("PUT replaces the profile, POST changes what it names", async () => {
    const { user, path, login } = await newUser({});
    const replaced = await admin.put(path, {
      profile: { ...profileOf(login), title: "Countess" },
    });
    expect(replaced.body.profile.title).toBe("Countess");
    const changed = await admin.post(path, { profile: { lastName: "Lovelace" } });
    expect(changed.body.profile).toMatchObject({ title: "Countess", lastName: "Lovelace", login });
    const again = await admin.put(path, { profile: user.profile });
    expect(again.body.profile).toEqual(user.profile);
  });

  test("who gets a first password becomes active", async () => {
    const { path } = await newUser({});
    expect((await admin.post(path, password)).body).toMatchObject({ status: "ACTIVE" });
  });

  test("is deactivated by the first DELETE and gone by the second", async () => {
    const { user, path } = await newUser(password);
    expect((await admin.delete(path)).status).toBe(204);
    const { body } = await admin.get(path);
    expect(body).toMatchObject({ status: "DEPROVISIONED" });
    expect(body.credentials).not.toHaveProperty("password");
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.get(path)).status).toBe(404);
    expect(okta.org.users.has(user.id)).toBe(false);
  });
});

describe("lifecycle", () => {
  test("every call leads to its status", async () => {
    const { path } = await newUser(password, "?activate=false");
    for (const [verb, status] of [
      ["activate", "ACTIVE"],
      ["suspend", "SUSPENDED"],
      ["unsuspend", "ACTIVE"],
      ["deactivate", "DEPROVISIONED"],
      ["activate", "PROVISIONED"],
    ]) {
      expect((await admin.post(`${path}/lifecycle/${verb}`)).status, verb).toBe(200);
      expect((await admin.get(path)).body.status, verb).toBe(status);
    }
  });

  test.each([
    ["activate", 403, "E0000016", "Activation failed because the user is already active"],
    ["unsuspend", 400, "E0000001", "Cannot unsuspend a user that is not suspended"],
    ["unlock", 403, "E0000032", "Unlock is not allowed for this user."],
  ])("%s of an active user is refused", async (verb, status, errorCode, errorSummary) => {
    const { path } = await newUser(password);
    const answer = await admin.post(`${path}/lifecycle/${verb}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ errorCode, errorSummary });
  });

  test("a deactivated user is neither changed nor deactivated again", async () => {
    const { path, login } = await newUser(password);
    await admin.post(`${path}/lifecycle/deactivate`);
    for (const answer of [
      await admin.post(`${path}/lifecycle/deactivate`),
      await admin.put(path, { profile: profileOf(login) }),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({
        errorCode: "E0000038",
        errorSummary: "This operation is not allowed in the user's current status.",
      });
    }
  });

  test("suspend of a user who is not active is refused", async () => {
    const { path } = await newUser({});
    const { status, body } = await admin.post(`${path}/lifecycle/suspend`);
    expect(status).toBe(400);
    expect(body.errorSummary).toBe("Cannot suspend a user that is not active");
  });
});

test("a list leaves out deactivated users unless it is filtered", async () => {
  const { user: gone, path } = await newUser();
  const { user: here, login } = await newUser();
  await admin.delete(path);
  const ids = async (query: string) =>
    (await admin.get(`${USERS}?${query}`)).body.map(({ id }: { id: string }) => id);
  expect(await ids("q=ada")).toContain(here.id);
  expect(await ids("q=ada")).not.toContain(gone.id);
  expect(await ids(`filter=${encodeURIComponent('status eq "DEPROVISIONED"')}`)).toContain(gone.id);
  expect(await ids(`search=${encodeURIComponent(`profile.login eq "${login}"`)}`)).toEqual([
    here.id,
  ]);
  const refused = await admin.get(`${USERS}?search=${encodeURIComponent("profile.login pr")}`);
  expect(refused.body.errorCode).toBe("E0000031");
});
