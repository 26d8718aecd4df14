import { expect, test } from "vitest";
import type { Changes, Engine } from "../../run/engine.ts";
import { deployAndProve } from "../../run/rehearse.ts";
import { createReporter } from "../../run/reporter.ts";
import type { Proof } from "../../run/verifier.ts";

/** An engine that answers its second preview with these changes; says what it was asked for. */
function rehearse(again: Changes, proof: Proof) {
  const asked: string[] = [];
  let printed = "";
  const engine: Engine = {
    preview: async () => {
      asked.push("preview");
      return asked.length === 1 ? { create: 2 } : again;
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
  const report = createReporter((text) => {
    printed += text;
  });
  const done = deployAndProve(engine, report, async (outputs) => {
    asked.push(`prove ${JSON.stringify(outputs)}`);
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
    expect(asked).toEqual(["preview", "up", 'prove {"issuer":"https://x"}', "preview"]);
    expect(printed()).toMatch(line);
    expect(printed()).toMatch(
      /^\npulumi preview\n\[.+\] 2 to create\n\npulumi up\n\[.+\] 2 created\n\[.+\] outputs: issuer\n/,
    );
    expect(printed()).toMatch(/\] no changes$/m);
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
