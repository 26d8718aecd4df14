import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { main } from "../../run/main.ts";
import { outcomeSchema } from "../../run/outcome/schema.ts";

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
  expect(out).toMatch(/^\[ {3}\d\.\ds\] Failed in settings: stack-missing\.\n$/);
  out = "";
  err = "";
  const verify = ["--verify", join(directory, "none.ts")];
  expect(await main(["--project", directory, "--stack", "prod", ...verify])).toBe(2);
  expect(err).toMatch(/is not a file\. Fix: .* \(program-file-missing\)\n$/);
  expect(out).toBe("");
});

test("--json prints one document, and all else on standard error", async () => {
  await writeFile(join(directory, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  await writeFile(join(directory, "Pulumi.prod.yaml"), "config: {}\n");
  const junit = join(directory, "report.xml");
  const there = ["--project", directory, "--json"];
  expect(await main([...there, "--junit", junit])).toBe(1);
  const outcome = outcomeSchema.parse(JSON.parse(out));
  expect(outcome).toMatchObject({
    verdict: "failed",
    exitCode: 1,
    error: { code: "stack-missing" },
  });
  expect(err).toMatch(/\(stack-missing\)\n\[.*\] Failed in settings: stack-missing\.\n$/);
  expect(await readFile(junit, "utf8")).toContain('failures="1"');
  out = "";
  expect(await main([...there, "--bogus"])).toBe(2);
  expect(outcomeSchema.parse(JSON.parse(out))).toMatchObject({ verdict: "refused", exitCode: 2 });
});

test("a report that cannot be written is refused before anything starts", async () => {
  expect(await main(["--junit", join(directory, "none", "report.xml")])).toBe(2);
  expect(err).toMatch(
    /^\n--junit .*report\.xml cannot be written \(ENOENT\)\. Fix: .* \(report-file\)\n$/,
  );
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

test("--apply without a running sandbox says how to start one", async () => {
  vi.stubEnv("NEO4J_OKTA_CACHE", join(directory, "cache"));
  expect(await main(["--project", directory, "--apply"])).toBe(1);
  vi.unstubAllEnvs();
  expect(err).toMatch(
    /^\nno sandbox is up for stack dev of \/.*\. Fix: start it without --once, .* \(sandbox-not-running\)\n$/,
  );
  expect(out).toMatch(/\] Failed: sandbox-not-running\.\n$/);
});

test("leaves no handler of signals behind", async () => {
  const before = process.listenerCount("SIGINT");
  await main(["--help"]);
  expect(process.listenerCount("SIGINT")).toBe(before);
});
