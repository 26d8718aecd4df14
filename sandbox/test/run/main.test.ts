import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { main } from "../../run/main.ts";

let directory: string;
let out: string;
let err: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "main-test-"));
  out = "";
  err = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += text;
    return true;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});

test("the help is no failure", async () => {
  expect(await main(["--help"])).toBe(0);
  expect(out).toMatch(/^Usage: npm run sandbox -- \[options\]/);
  expect(err).toBe("");
});

test("a wrong option is a usage error, with its code and without a stack", async () => {
  expect(await main(["--bogus"])).toBe(2);
  expect(err).toBe("\nunknown option '--bogus'. See --help. (sandbox-usage)\n");
  expect(out).toBe("");
});

test("a folder without a project is refused before anything starts", async () => {
  expect(await main(["--project", directory])).toBe(2);
  expect(err).toMatch(/^\n\/.* has no Pulumi\.yaml\. Fix: .* \(project-missing\)\n$/);
});

test("so are a stack and a verifier that are not there", async () => {
  await writeFile(join(directory, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  await writeFile(join(directory, "Pulumi.prod.yaml"), "config: {}\n");
  expect(await main(["--project", directory])).toBe(1);
  expect(err).toMatch(/^\nstack dev has no settings: .* \(stack-missing\)\n$/);
  err = "";
  const verify = ["--verify", join(directory, "none.ts")];
  expect(await main(["--project", directory, "--stack", "prod", ...verify])).toBe(2);
  expect(err).toMatch(/is not a file\. Fix: .* \(program-file-missing\)\n$/);
  expect(out).toBe("");
});

test("a stack's chart with a link out of it is refused before anything starts", async () => {
  await writeFile(join(directory, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  await writeFile(join(directory, "Pulumi.dev.yaml"), "config: {neo4j: {chart: {path: ./c}}}\n");
  await mkdir(join(directory, "c"));
  await writeFile(join(directory, "c", "Chart.yaml"), "name: neo4j\n");
  await symlink("/etc/passwd", join(directory, "c", "x"));
  const setting = ["--chart-setting", "p:neo4j.chart.path"];
  expect(await main(["--project", directory, "--no-verify", ...setting])).toBe(1);
  expect(err).toMatch(
    /^\nthe chart \.\/c has a link to .* outside of it: x\. .* \(chart-links\)\n$/,
  );
});

test("leaves no handler of signals behind", async () => {
  const before = process.listenerCount("SIGINT");
  await main(["--help"]);
  expect(process.listenerCount("SIGINT")).toBe(before);
});
