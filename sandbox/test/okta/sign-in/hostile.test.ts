import fc from "fast-check";
import { expect, test } from "vitest";
import { REDIRECT, startPeople } from "./world.ts";

const { okta, request } = await startPeople();

const nasty = fc.oneof(
  fc.constantFrom(
    ...['"><script>alert(1)</script>', "https://evil.example/", "//evil.example", "\r\nx: y", ""],
    ...[`${REDIRECT}.evil.example`, REDIRECT.toUpperCase(), "javascript:alert(1)", "\0", "none"],
  ),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const names = [
  ...request().searchParams.keys(),
  "prompt",
  "max_age",
  "response_mode",
  "login_hint",
];
const changes = fc.dictionary(fc.constantFrom(...names), fc.option(nasty, { nil: undefined }), {
  maxKeys: 4,
});

/** Whatever is asked, the answer goes to the registered address or stays here, and shows text as text. */
async function check(response: Response): Promise<void> {
  expect([200, 302, 400, 401]).toContain(response.status);
  const location = response.headers.get("location");
  if (location !== null) expect(location.startsWith(REDIRECT)).toBe(true);
  expect(await response.text()).not.toContain("<script>alert");
  expect(response.headers.get("x")).toBeNull();
}

test("no request sends the browser to an address that is not registered", async () => {
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      await check(await fetch(request(changed), { redirect: "manual" }));
    }),
    { numRuns: 300 },
  );
});

test("no form does", async () => {
  const fields = ["stateHandle", "identifier", "credentials.passcode", "consent"];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("sign-in", "consent"),
      fc.dictionary(fc.constantFrom(...fields), nasty),
      async (form, values) => {
        const body = new URLSearchParams(values);
        await check(
          await fetch(`${okta.url}/login/${form}`, { method: "POST", body, redirect: "manual" }),
        );
      },
    ),
    { numRuns: 100 },
  );
});
