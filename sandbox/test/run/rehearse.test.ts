import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Changes } from "../../run/changes.ts";
import type { Engine } from "../../run/engine.ts";
import { Journal } from "../../run/outcome/journal.ts";
import { deployAndProve } from "../../run/rehearse.ts";
import { createReporter } from "../../run/reporter.ts";
import type { Proof } from "../../run/verifier.ts";

/** An engine that answers its second preview with these changes; says what it was asked for. */
function rehearse(again: Changes | Error, proof: Proof | Error) {
  const asked: string[] = [];
  let printed = "";
  const { promise: proved, resolve: end } = Promise.withResolvers<void>();
  const report = createReporter(
    (text) => {
      printed += text;
    },
    { verbose: true },
  );
  const engine: Engine = {
    preview: async (told = report) => {
      asked.push("preview");
      told.output("warning: seen.\n");
      if (asked.length === 1) return { create: 2 };
      await proved;
      await setImmediate();
      asked.push("preview ended");
      if (again instanceof Error) throw again;
      return again;
    },
    up: async () => {
      asked.push("up");
      return { create: 2 };
    },
    destroy: async () => ({ delete: asked.push("destroy") }),
    outputs: async () => ({ issuer: "https://x" }),
    command: async () => "",
    previewJson: async () => "",
  };
  const done = deployAndProve(engine, report, new Journal(), async (outputs) => {
    asked.push(`prove ${JSON.stringify(outputs)}`);
    report.line("the proof's own line");
    end();
    if (proof instanceof Error) throw proof;
    return proof;
  });
  return { done, asked, printed: () => printed };
}

test.each([
  [{ proven: true } as const, /\] proven$/m],
  [{ proven: false, reason: "no verifier" } as const, /\] not proven: no verifier$/m],
])(
  "previews, applies, hands the outputs to the proof (%j) and previews again",
  async (proof, line) => {
    const { done, asked, printed } = rehearse({ same: 2 }, proof);
    expect(await done).toEqual(proof);
    const steps = ["preview", "up", 'prove {"issuer":"https://x"}', "preview", "preview ended"];
    expect(asked).toEqual(steps);
    expect(printed()).toMatch(line);
    expect(printed().replace(/^\[.+?\] /gm, "")).toMatch(
      /^\npulumi preview\n {4}warning: seen\.\n2 to create\n\npulumi up\n2 created\noutputs: issuer\n\nproof\nthe proof's own line\n(not )?proven.*\n\npulumi preview, again\n {4}warning: seen\.\nno changes\n$/,
    );
  },
);

test("refuses a second preview that is not empty", async () => {
  const { done, printed } = rehearse({ same: 1, update: 1, replace: 2 }, { proven: true });
  await expect(done).rejects.toMatchObject({
    code: "preview-not-empty",
    message: expect.stringContaining("what was just deployed: 1 to update, 2 to replace."),
  });
  expect(printed()).not.toContain("no changes");
});

test("waits for the second preview before the proof's error goes on", async () => {
  const error = new Error("a check failed");
  const { done, asked, printed } = rehearse(new Error("interrupted"), error);
  await expect(done).rejects.toBe(error);
  expect(asked.at(-1)).toBe("preview ended");
  expect(printed()).not.toContain("pulumi preview, again");
});

test("a second preview that fails is told after the proof", async () => {
  const error = new Error("the engine failed");
  const { done, printed } = rehearse(error, { proven: true });
  await expect(done).rejects.toBe(error);
  expect(printed()).toMatch(/\] proven\n\npulumi preview, again\n {4}warning: seen\.\n$/);
});
