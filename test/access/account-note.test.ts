import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountNote, parseAccountNote } from "../../access/account-note.ts";

describe("the note on an account's app", () => {
  test("says what is known, for Okta's administrators", () => {
    expect(accountNote({ owner: "etl@example.com", purpose: "Load", expires: "2027-01-31" })).toBe(
      "Owner: etl@example.com. Purpose: Load. Expires: 2027-01-31.",
    );
    expect(accountNote({ purpose: "Load" })).toBe("Purpose: Load.");
    expect(accountNote({})).toBeUndefined();
  });

  test("fits into Okta's 250 characters at the settings' own limits", () => {
    const longest = { owner: "o".repeat(80), purpose: "p".repeat(120), expires: "2027-01-31" };
    expect(accountNote(longest)?.length).toBeLessThanOrEqual(250);
  });

  test("is read back as it was written", () => {
    const line = fc.string({ minLength: 1, maxLength: 80, unit: "grapheme" });
    const words = line.filter(
      (one) => !/\. (Owner|Purpose|Expires): |[\r\n\u2028\u2029]/.test(one),
    );
    const part = fc.option(words, { nil: undefined });
    const day = fc.option(fc.constant("2027-01-31"), { nil: undefined });
    fc.assert(
      fc.property(part, part, day, (owner, purpose, expires) => {
        const note = accountNote({ owner, purpose, expires });
        expect(parseAccountNote(note ?? "")).toEqual({ owner, purpose, expires });
      }),
    );
  });

  test.each([
    "ask Jo",
    "Owner: Jo",
    "owner: Jo.",
    "Owner: Jo. Room 7",
    "Owner: Jo. Expires: soon.",
    "Expires: 2027-01-31. Owner: Jo.",
    "Owner: a. Expires: 2027-01-31. Purpose: b.",
    "Owner: a. Owner: b.",
    "Owner: a.\nPurpose: b.",
  ])("%j is somebody else's and says nothing", (note) => {
    expect(parseAccountNote(note)).toEqual({});
  });
});
