import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { LANGUAGES, Obstacle } from "../support/languages/languages.ts";
import type { Command } from "../support/languages/running-service.ts";
import { type Actor, type Part, play } from "../support/languages/stage.ts";

const KINDS = ["secret", "key"] as const;
const folder = await mkdtemp(join(tmpdir(), "languages-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Commands by language, or why an example cannot run here. */
const commands = new Map<string, Command>();
const obstacles = new Map<string, string>();
// One after the other: two builds at once would be slower on two cores.
for (const { name, prepare } of LANGUAGES) {
  try {
    commands.set(name, await prepare(join(folder, name)));
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    obstacles.set(name, error.message);
  }
}

const actors = [...commands].flatMap(([name, command]) =>
  KINDS.map((kind): Actor => ({ account: `${name}-${kind}`, kind, command })),
);
const { performances, began, refused } = await play(actors);

for (const { name } of LANGUAGES) {
  const obstacle = obstacles.get(name);
  const title = obstacle === undefined ? name : `${name} (skipped: ${obstacle})`;
  describe.skipIf(obstacle !== undefined)(title, () => {
    test("says what Okta says to a wrong secret, and not the secret", () => {
      expect(refused.get(`${name}-secret`)).toMatch(/401.*invalid_client/);
    });

    describe.each(KINDS)("with a %s", (kind) => {
      const performance = performances.find(({ account }) => account === `${name}-${kind}`);
      if (performance === undefined) return;
      const { account, service, tokens, secrets, exitStatus } = performance;
      const during = (words: RegExp, from: Part, to: Part) =>
        service.said(words, began[from], began[to]);

      test("no query fails but while Neo4j restarts", () => {
        const said = service.lines.map(({ at, text }) => `${at - began.start} ms: ${text}`);
        const log = said.filter((line) => /(?<!at .*)token|query failed/.test(line)).join("\n");
        expect(during(/query failed/, "start", "restart"), log).toEqual([]);
        expect(during(/query failed/, "restarted", "end"), log).toEqual([]);
        for (const [from, to] of [
          ["expiry", "rotation"],
          ["rotation", "503"],
          ["503", "429"],
          ["429", "minute"],
          ["minute", "restart"],
          ["restarted", "end"],
        ] as const) {
          const answers = during(new RegExp(`^${account}: \\[?PUBLIC,? reader\\]?$`), from, to);
          expect(answers.length, `answers from ${from} to ${to}`).toBeGreaterThan(5);
        }
      });

      test("renews its token before it expires, and not more often", () => {
        const renewals = tokens.filter((at) => at >= began.expiry && at < began.rotation);
        expect(renewals.length).toBeGreaterThanOrEqual(2);
        expect(renewals.length).toBeLessThanOrEqual(4);
      });

      test("goes on with the new credential when the old one is gone", () => {
        expect(tokens.filter((at) => at >= began.rotation + 2000 && at < began[503])).not.toEqual(
          [],
        );
      });

      test.each([
        [503, "5xx", "429"],
        [429, "4xx", "minute"],
      ] as const)("waits out %i, and is measured", (status, statusClass, next) => {
        const requests = (answer: string) =>
          during(new RegExp(`token request: (?:${answer}) in \\d+\\.\\d+ s`), `${status}`, next);
        const refused = requests(`${status}|${statusClass}`);
        expect(refused).not.toEqual([]);
        expect(refused.length).toBeLessThan(20);
        expect(requests("200|2xx")).not.toEqual([]);
      });

      test("outlives a minute of both with a token that lives for little longer", () => {
        expect(during(/token request: (?:429|4xx|503|5xx)/, "minute", "restart")).not.toEqual([]);
        const answers = during(new RegExp(`^${account}: `), "minute", "restart");
        expect(answers.length).toBeGreaterThan(100);
      });

      test("shows no secret, key or token, and ends when asked to", () => {
        const written = service.lines.map(({ text }) => text).join("\n");
        for (const secret of secrets) expect(written).not.toContain(secret);
        expect(written).not.toContain("eyJ");
        // A JVM ends so after SIGTERM.
        expect(exitStatus).toBe(name === "java" ? 143 : 0);
      });
    });
  });
}
