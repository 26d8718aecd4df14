import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { locateLanguageHost } from "../../toolchain/language-host.ts";
import { writeExecutable } from "../support/executable.ts";
import { type FakeMachine, fakeMachine } from "./support/fakes.ts";

const NAME = "pulumi-language-nodejs";
let machine: FakeMachine;
beforeEach(async () => {
  machine = await fakeMachine();
});
afterEach(() => machine.remove());

const place = async (...folders: string[]): Promise<string> => {
  const folder = join(machine.root, ...folders);
  await mkdir(folder, { recursive: true });
  return writeExecutable(join(folder, NAME), "#!/bin/sh\n");
};

test("without a language host the program runs inline", async () => {
  const host = await locateLanguageHost({ pulumi: "/nowhere/pulumi", env: machine.env });
  expect(host).toEqual({ origin: "inline", path: undefined });
});

test("PATH, then beside the engine's real file, then PULUMI_HOME/bin", async () => {
  const home = await place(".pulumi", "bin");
  const pulumi = join(machine.root, "pulumi");
  await mkdir(join(machine.root, "opt"));
  writeExecutable(join(machine.root, "opt", "pulumi"), "#!/bin/sh\n");
  await symlink(join(machine.root, "opt", "pulumi"), pulumi);
  const locate = () => locateLanguageHost({ pulumi, env: machine.env });
  expect(await locate()).toEqual({ origin: "home", path: home });
  const beside = await place("opt");
  expect(await locate()).toEqual({ origin: "engine", path: beside });
  const onPath = await place("bin");
  expect(await locate()).toEqual({ origin: "path", path: onPath });
});

test("what the engine reaches by PATH does not count when it ignores ambient plugins", async () => {
  await place("bin");
  await place(".pulumi", "bin");
  const env = { ...machine.env, PULUMI_IGNORE_AMBIENT_PLUGINS: "true" };
  const pulumi = writeExecutable(join(machine.root, "pulumi"), "#!/bin/sh\n");
  expect((await locateLanguageHost({ pulumi, env })).origin).toBe("inline");
  const beside = await place();
  expect(await locateLanguageHost({ pulumi, env })).toEqual({ origin: "engine", path: beside });
});

test("PULUMI_HOME takes the place of ~/.pulumi", async () => {
  await place(".pulumi", "bin");
  const env = { ...machine.env, PULUMI_HOME: join(machine.root, "elsewhere") };
  expect((await locateLanguageHost({ pulumi: undefined, env })).origin).toBe("inline");
});
