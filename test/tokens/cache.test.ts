import { afterEach, describe, expect, test, vi } from "vitest";
import { client, closeEndpoint, endpoint, TOKEN } from "./endpoint.ts";

afterEach(closeEndpoint);

describe("cache", () => {
  const NEXT = { body: { ...TOKEN, access_token: "d.e.f" } };
  /** 60 s of lifetime, so a margin of 12 s: renewed from 48 s on, and waited for from 54 s on. */
  async function aged(seconds: number, ...later: Parameters<typeof endpoint>) {
    const { url, seen } = await endpoint({}, ...later);
    let now = 1_000_000;
    const tokens = client(url, { now: () => now, resilience: { maxRetries: 0 } });
    await tokens.getToken();
    now += seconds * 1000;
    const given = async () => (await tokens.getToken()).accessToken;
    return { seen, given, tokens };
  }

  test("gives the same token until its margin", async () => {
    const { seen, given } = await aged(47.999, NEXT);
    expect(await given()).toBe("a.b.c");
    expect(seen).toHaveLength(1);
  });

  test("renews in the background in the first half of the margin", async () => {
    const { seen, given } = await aged(48, NEXT);
    expect(await Promise.all([given(), given()])).toEqual(["a.b.c", "a.b.c"]);
    await vi.waitFor(async () => expect(await given()).toBe("d.e.f"));
    expect(seen).toHaveLength(2);
  });

  test("waits for the new token in the second half", async () => {
    const { given } = await aged(54, NEXT);
    expect(await given()).toBe("d.e.f");
  });

  test("a renewal that fails is not noticed in the first half, and repeated", async () => {
    const { seen, given } = await aged(53.999, { status: 503 }, { status: 429 }, NEXT);
    await vi.waitFor(async () => {
      const token = await given();
      expect(seen).toHaveLength(4);
      expect(token).toBe("d.e.f");
    });
  });

  test("nor in the second half, as long as the old token works", async () => {
    const { given } = await aged(59.499, { status: 503 }, NEXT);
    expect(await given()).toBe("a.b.c");
    expect(await given()).toBe("d.e.f");
  });

  test("it is told when the old token is about to end", async () => {
    const { given } = await aged(59.5, { status: 503 });
    await expect(given()).rejects.toMatchObject({ code: "token-server-error" });
  });

  test("it is told when the old token was forgotten meanwhile", async () => {
    const { given, tokens } = await aged(54, { status: 503 });
    const waiting = given();
    tokens.forget();
    await expect(waiting).rejects.toMatchObject({ code: "token-server-error" });
  });

  test("shares one request among callers that ask at the same time", async () => {
    const { url, seen } = await endpoint({});
    const tokens = client(url);
    await Promise.all(Array.from({ length: 50 }, () => tokens.getToken()));
    expect(seen).toHaveLength(1);
  });

  test("does not keep a failure", async () => {
    const { url } = await endpoint({ status: 401, body: { error: "invalid_client" } }, {});
    const tokens = client(url);
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "token-refused" });
    await expect(tokens.getToken()).resolves.toMatchObject({ accessToken: "a.b.c" });
  });
});

test("renews five minutes before the expiry where a token lives for long", async () => {
  const { url } = await endpoint({ body: { ...TOKEN, expires_in: 3600 } });
  const tokens = client(url, { now: () => 0 });
  expect(tokens.refreshAt(await tokens.getToken())).toBe(3_300_000);
});
