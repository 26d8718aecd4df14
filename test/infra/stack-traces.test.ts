import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { useNativeStackTraces } from "../../infra/stack-traces.ts";

const ROOT = join(import.meta.dirname, "../..");
const LAUNCHER = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run/index.js");

/** A process with source-map-support, as the language host's has it; gives what `body` returns. */
function run(body: string, { launcher = LAUNCHER, env = {} } = {}): unknown {
  const program = `
    import { createRequire } from "node:module";
    createRequire(${JSON.stringify(LAUNCHER)})("source-map-support/register");
    const mapped = Error.prepareStackTrace;
    const { useNativeStackTraces } = await import(${JSON.stringify(
      pathToFileURL(join(ROOT, "infra/stack-traces.ts")).href,
    )});
    useNativeStackTraces(${JSON.stringify(launcher)});
    function outer(message) { return inner(message); }
    function inner(message) { return new Error(message); }
    console.log(JSON.stringify((() => { ${body} })()));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return JSON.parse(output);
}

describe("stack traces under the language host", () => {
  test("are whole for an error that says something", () => {
    const stack = run(`return outer("broken").stack;`) as string;
    expect(stack).toMatch(/^Error: broken\n {4}at inner \(.+:\d+:\d+\)\n {4}at outer \(/);
  });

  test("are whole when the message comes after the error", () => {
    expect(run(`const e = outer(); e.message = "late"; return e.stack;`)).toMatch(
      /^Error: late\n {4}at inner .+\n {4}at outer /,
    );
  });

  test("are whole for errors of other kinds, and for objects that are none", () => {
    expect(run(`try { null.x } catch (e) { return e.stack }`)).toMatch(/^TypeError: .+\n {4}at /);
    expect(
      run(`const o = Object.assign(Object.create(null), { message: "x" });
        Error.captureStackTrace(o); return o.stack;`),
    ).toMatch(/^Error: x\n {4}at /);
  });

  test("have no frames where the SDK takes one for a promise", () => {
    expect(run(`return outer().stack;`)).toBe("Error");
  });

  test("keep the lines of the program that the SDK notes in the state", () => {
    expect(run(`Error.stackTraceLimit = Infinity; return outer().stack;`)).toMatch(/at outer /);
  });

  test("have all frames when the SDK looks for lost promises", () => {
    const env = { PULUMI_DEBUG_PROMISE_LEAKS: "true" };
    expect(run(`return outer().stack;`, { env })).toMatch(/^Error\n {4}at inner /);
  });

  test.each([
    [LAUNCHER, false],
    ["/p/node_modules/@pulumi/pulumi/cmd/run", false],
    ["C:\\p\\node_modules\\@pulumi\\pulumi\\cmd\\run\\index.js", false],
    ["/p/node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js", true],
    ["/p/sandbox/cli.ts", true],
  ])("started by %s: source maps are looked up: %s", (launcher, isMapped) => {
    expect(run(`return Error.prepareStackTrace === mapped;`, { launcher })).toBe(isMapped);
  });
});

describe("in this process", () => {
  test.each([
    [LAUNCHER, true],
    ["/p/node_modules/@pulumi/pulumi/cmd/run", true],
    ["/p/node_modules/x@pulumi/pulumi/cmd/run", false],
    ["/p/@pulumi/pulumi/cmd/runner", false],
    ["/p/@pulumi/sdk/cmd/run", false],
  ])("the launcher %s is the language host's: %s", (launcher, isHost) => {
    const before = Error.prepareStackTrace;
    try {
      useNativeStackTraces(launcher);
      expect(Error.prepareStackTrace !== before).toBe(isHost);
    } finally {
      Error.prepareStackTrace = before;
    }
  });
});

test("within one process: an error with words keeps its frames, one without has none", () => {
  const before = Error.prepareStackTrace;
  try {
    useNativeStackTraces(LAUNCHER);
    const prepare = Error.prepareStackTrace;
    expect(prepare).not.toBe(before);
    const frames = ["one (a.ts:1:2)", "two (b.ts:3:4)"] as unknown as NodeJS.CallSite[];
    expect(prepare?.(new Error("broken"), frames)).toBe(
      "Error: broken\n    at one (a.ts:1:2)\n    at two (b.ts:3:4)",
    );
    expect(prepare?.(new Error(), frames)).toBe("Error");
  } finally {
    Error.prepareStackTrace = before;
  }
});
