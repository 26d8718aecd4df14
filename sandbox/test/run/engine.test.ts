import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { expect, onTestFinished, test } from "vitest";
import { doneChanges, pendingChanges } from "../../run/changes.ts";
import { createEngine } from "../../run/engine.ts";
import type { PolicyPacks } from "../../run/policy-packs.ts";
import { createReporter } from "../../run/reporter.ts";
import { writeExecutable } from "../support/executable.ts";

test("finds nothing pending when everything stays the same", () => {
  expect(pendingChanges({ same: 8, read: 1 })).toEqual([]);
});

test("names what would change", () => {
  expect(pendingChanges({ same: 3, update: 1, replace: 2, delete: 0 })).toEqual([
    "1 to update",
    "2 to replace",
  ]);
});

test("says in words what was done", () => {
  const changes = { create: 3, update: 1, replace: 2, delete: 4, same: 5, read: 6, create_x: 0 };
  expect(doneChanges(changes)).toBe("3 created, 1 updated, 2 replaced, 4 deleted, 5 unchanged");
  expect(doneChanges({ read: 1, create: 0 })).toBe("nothing to do");
});

/** An engine over a stack that does as these functions say, and what a run tells of it. */
function engine(stack: object, signal = new AbortController().signal, packs?: PolicyPacks) {
  let printed = "";
  const report = createReporter((text) => {
    printed += text;
  });
  const whole = { workspace: {}, ...stack } as unknown as Stack;
  const held = () => {
    report.showHeld();
    return printed;
  };
  return {
    engine: createEngine(whole, report, signal, undefined, packs),
    printed: () => printed,
    held,
  };
}

test("tells what was done, in plain text, and the outputs with their secrets", async () => {
  const asked: object[] = [];
  const { engine: running } = engine({
    preview: async (options: object) => {
      asked.push(options);
      return { changeSummary: { create: 2 } };
    },
    up: async (options: object) => {
      asked.push(options);
      const outputs = { password: { value: "p", secret: true } };
      return { outputs, summary: { resourceChanges: { create: 2, same: 1 } } };
    },
  });
  expect(await running.preview()).toEqual({ create: 2 });
  expect(await running.up()).toEqual({ create: 2, same: 1 });
  expect(await running.outputs()).toEqual({ password: "p" });
  for (const options of asked) {
    expect(options).toMatchObject({ color: "never", suppressProgress: true });
  }
});

test("asks the state for outputs that no up has reported, or that may have changed since", async () => {
  const { engine: running } = engine({
    up: async () => ({ outputs: { a: { value: "reported", secret: false } }, summary: {} }),
    outputs: async () => ({ a: { value: "asked", secret: false } }),
    exportStack: async () => ({}),
    destroy: async () => ({ summary: {} }),
  });
  expect(await running.outputs()).toEqual({ a: "asked" });
  await running.up();
  expect(await running.outputs()).toEqual({ a: "reported" });
  await running.destroy();
  expect(await running.outputs()).toEqual({ a: "asked" });
});

test("takes protection off in the run's own state, and says so, before it destroys", async () => {
  const done: unknown[] = [];
  const state = { deployment: { resources: [{ urn: "a", protect: true }, { urn: "b" }] } };
  const { engine: running, printed } = engine({
    exportStack: async () => structuredClone(state),
    importStack: async (changed: unknown) => void done.push(changed),
    destroy: async () => {
      done.push("destroyed");
      return { summary: { resourceChanges: { delete: 2 } } };
    },
  });
  expect(await running.destroy()).toEqual({ delete: 2 });
  const resources = [{ urn: "a", protect: false }, { urn: "b" }];
  expect(done).toEqual([{ deployment: { resources } }, "destroyed"]);
  expect(printed()).toMatch(/\] 1 resources are protected; in the rehearsal's own state /);
});

test("looks for protection in the state only if an up told of some, or of nothing", async () => {
  const done: string[] = [];
  let isProtected = false;
  const { engine: running } = engine({
    up: async ({ onEvent }: { onEvent(event: object): void }) => {
      onEvent({ resourcePreEvent: { metadata: { op: "create", new: { protect: isProtected } } } });
      return { outputs: {}, summary: {} };
    },
    exportStack: async () => {
      done.push("export");
      return {};
    },
    destroy: async () => {
      done.push("destroy");
      return { summary: {} };
    },
  });
  await running.destroy();
  await running.up();
  await running.destroy();
  isProtected = true;
  await running.up();
  await running.destroy();
  expect(done).toEqual(["export", "destroy", "destroy", "export", "destroy"]);
});

test("leaves a state without protection as it is", async () => {
  const done: unknown[] = [];
  const { engine: running, printed } = engine({
    exportStack: async () => ({ deployment: { resources: [{ urn: "b" }] } }),
    importStack: async (changed: unknown) => void done.push(changed),
    destroy: async () => {
      done.push("destroyed");
      return { summary: { resourceChanges: { delete: 2 } } };
    },
  });
  await running.destroy();
  expect(done).toEqual(["destroyed"]);
  expect(printed()).toBe("");
});

test("a preview that a policy stopped says so; policy packs judge preview and up, and nothing else", async () => {
  const asked: object[] = [];
  const policyEvent = {
    message: "no",
    policyName: "a",
    policyPackName: "t",
    enforcementLevel: "mandatory",
  };
  const stack = {
    preview: async (options: { onEvent(event: object): void }) => {
      asked.push(options);
      options.onEvent({ policyEvent });
      throw new Error("code: 255");
    },
    up: async (options: object) => {
      asked.push(options);
      return { outputs: {}, summary: {} };
    },
    exportStack: async () => ({}),
    destroy: async (options: object) => {
      expect(options).not.toHaveProperty("policyPacks");
      return { summary: {} };
    },
  };
  const packs = { policyPacks: ["/p"], policyPackConfigs: ["/c"] };
  const { engine: running, printed } = engine(stack, undefined, packs);
  await expect(running.preview()).rejects.toMatchObject({
    code: "policy-violated",
    message:
      "pulumi preview was stopped by policy: 1 mandatory violation, listed above. " +
      "Fix: change the settings or the program as each says.",
  });
  expect(printed()).toMatch(/\] policy: 1 mandatory, 0 advisory\n {4}mandatory: t\/a\n {6}no\n$/);
  await running.up();
  await running.destroy();
  for (const options of asked) expect(options).toMatchObject(packs);
});

test("a step that fails is named, with the first line of what the engine said", async () => {
  const { engine: running } = engine({
    up: async () => {
      throw new Error("\n code: 255\n stdout: much\n");
    },
  });
  await expect(running.up()).rejects.toMatchObject({
    code: "engine-failed",
    message: "pulumi up failed; the engine's own messages are above. (code: 255)",
  });
});

/** What `command` runs with: a pulumi that prints its arguments and where it runs, and ends as it is told. */
async function commanded(status: number) {
  const folder = await mkdtemp(join(tmpdir(), "engine-command-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const command = writeExecutable(
    join(folder, "pulumi"),
    `#!/bin/sh\necho "$* in $PWD with $PULUMI_HOME $PULUMI_BACKEND_URL"\necho told >&2\nexit ${status}\n`,
  );
  const workspace = {
    pulumiCommand: { command },
    pulumiHome: join(folder, "home"),
    workDir: folder,
    envVars: { PULUMI_BACKEND_URL: "file://state" },
  };
  return { folder, ...engine({ name: "test", workspace }) };
}

test("runs another command on the stack, asks nothing, and prints what it prints", async () => {
  const { folder, engine: running, held } = await commanded(0);
  const line = `state delete urn --stack test --non-interactive --color never in ${folder} with ${folder}/home file://state\n`;
  expect(await running.command(["state", "delete", "urn"])).toBe(line);
  expect(held()).toContain(line.trim());
  expect(held()).toContain("told");
});

test("a command that fails is named without its arguments, after what it printed", async () => {
  const { engine: running, held } = await commanded(255);
  await expect(running.command(["state", "delete", "urn"])).rejects.toMatchObject({
    code: "engine-failed",
    message: "pulumi state delete failed; the engine's own messages are above. (exit status 255)",
  });
  expect(held()).toContain("told");
});

test.each([
  "failed to get OAuth application: 404 Not Found",
  "1 error occurred:\n\t* failed to update OAuth application: 404 Not Found\n\n",
  "failed to delete OAuth application: the API returned an error: Not found: Resource not found: 0oa1 (AppInstance)",
])("shows the way out for an app that is gone at Okta: %j", async (message) => {
  const urn = "urn:pulumi:s::p::okta:app/oAuth:OAuth::loader";
  const { engine: running, printed } = engine({
    up: async ({ onEvent }: { onEvent(event: object): void }) => {
      onEvent({ diagnosticEvent: { urn, message, severity: "error" } });
      onEvent({ diagnosticEvent: { message, severity: "error" } });
      throw new Error("code: 255");
    },
  });
  await expect(running.up()).rejects.toMatchObject({ code: "engine-failed" });
  expect(printed()).toBe(
    "Okta no longer has the app loader, and the okta plugin cannot forget it. Take it out of the " +
      `program, run up (its delete fails once more), then: pulumi state delete '${urn}'\n`,
  );
});

test("gives no hint for another refusal", async () => {
  const { engine: running, printed } = engine({
    up: async ({ onEvent }: { onEvent(event: object): void }) => {
      const message = "failed to create OAuth application: 400 Bad Request";
      onEvent({ diagnosticEvent: { urn: "urn", message, severity: "error" } });
      throw new Error("code: 255");
    },
  });
  await expect(running.up()).rejects.toMatchObject({ code: "engine-failed" });
  expect(printed()).toBe("");
});

test("a step that was taken away fails for that reason", async () => {
  const ended = new AbortController();
  const { engine: running } = engine(
    {
      preview: async () => {
        ended.abort(new Error("Interrupted."));
        throw new Error("code: 1");
      },
    },
    ended.signal,
  );
  await expect(running.preview()).rejects.toBe(ended.signal.reason);
});
