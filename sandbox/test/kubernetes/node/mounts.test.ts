import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mountVolumes, writeVolume } from "../../../kubernetes/node/mounts.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "mounts-test-"));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

function file(path: string, text: string, mode = 0o440) {
  return { path, content: Buffer.from(text), mode };
}

test("files get their modes, in folders of the owner's alone", async () => {
  const path = await writeVolume(directory, "pod", "auth", {
    kind: "files",
    files: [file("NEO4J_AUTH", "neo4j/x", 0o400), file("deep/er", "y")],
  });
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  expect((await stat(join(path, "NEO4J_AUTH"))).mode & 0o777).toBe(0o400);
  expect((await stat(join(path, "deep/er"))).mode & 0o777).toBe(0o440);
  expect((await stat(join(path, "deep"))).mode & 0o777).toBe(0o700);
});

test("files that are gone from the object are gone from the volume", async () => {
  await writeVolume(directory, "pod", "conf", {
    kind: "files",
    files: [file("a", "1"), file("b", "2")],
  });
  const path = await writeVolume(directory, "pod", "conf", {
    kind: "files",
    files: [file("b", "3")],
  });
  expect(existsSync(join(path, "a"))).toBe(false);
  expect(await readFile(join(path, "b"), "utf8")).toBe("3");
});

test("what a claim holds survives its Pod", async () => {
  const first = await writeVolume(directory, "pod-1", "data", { kind: "claim", uid: "c" });
  await writeFile(join(first, "store"), "kept");
  const second = await writeVolume(directory, "pod-2", "data", { kind: "claim", uid: "c" });
  expect(await readFile(join(second, "store"), "utf8")).toBe("kept");
});

test("a mount below another is made after it, whatever their order", async () => {
  const [outer, inner] = await Promise.all(
    ["outer", "inner"].map((name) => writeVolume(directory, "pod", name, { kind: "empty" })),
  );
  await writeFile(join(inner ?? "", "file"), "inner");
  const root = join(directory, "root");
  const mounts = [
    { name: "inner", mountPath: "/data/inner" },
    { name: "outer", mountPath: "/data" },
  ];
  const volumes = new Map([
    ["outer", outer ?? ""],
    ["inner", inner ?? ""],
  ]);
  await mountVolumes(root, mounts, volumes, {});
  expect(await readFile(join(root, "data/inner/file"), "utf8")).toBe("inner");
});

test("a container sees each volume at its path, or a part of it", async () => {
  const data = await writeVolume(directory, "pod", "data", { kind: "empty" });
  const conf = await writeVolume(directory, "pod", "conf", {
    kind: "files",
    files: [file("server.jvm", "x")],
  });
  const volumes = new Map([
    ["data", data],
    ["conf", conf],
  ]);
  const root = join(directory, "root");
  const mounts = [
    { name: "data", mountPath: "/logs", subPathExpr: "logs/$(POD_NAME)" },
    { name: "conf", mountPath: "/config/neo4j.conf" },
    { name: "conf", mountPath: "/etc/jvm", subPath: "server.jvm" },
  ];
  await mountVolumes(root, mounts, volumes, { POD_NAME: "neo4j-0" });
  await mountVolumes(root, mounts, volumes, { POD_NAME: "neo4j-0" });
  expect(await readFile(join(root, "config/neo4j.conf/server.jvm"), "utf8")).toBe("x");
  expect(await readFile(join(root, "etc/jvm"), "utf8")).toBe("x");
  await writeFile(join(root, "logs/debug.log"), "line");
  expect(await readFile(join(data, "logs/neo4j-0/debug.log"), "utf8")).toBe("line");
});

test.each([
  [{ name: "data", mountPath: "/x", subPath: "../../y" }, "the path '../../y' leaves its volume"],
  [{ name: "data", mountPath: "/../../x" }, "the path '/../../x' leaves its volume"],
  [
    { name: "data", mountPath: "/x", subPathExpr: "$(UP)/y" },
    "the path '../../../y' leaves its volume",
  ],
  [{ name: "none", mountPath: "/x" }, `volume "none" not found`],
])("refuses the mount %j", async (mount, message) => {
  const data = await writeVolume(directory, "pod", "data", { kind: "empty" });
  const root = join(directory, "root");
  const mounted = mountVolumes(root, [mount], new Map([["data", data]]), { UP: "../../.." });
  await expect(mounted).rejects.toThrow(message);
});
