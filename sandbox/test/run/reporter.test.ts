import { expect, test } from "vitest";
import { createReporter, keepReport } from "../../run/reporter.ts";

test("tells steps with the seconds since the start, headings and lines as they are", () => {
  let printed = "";
  let now = 1_000;
  const report = createReporter(
    (text) => {
      printed += text;
    },
    { now: () => now },
  );
  now += 12_340;
  report.step("node is ready");
  report.heading("pulumi up");
  report.line("text");
  report.line();
  expect(printed).toBe("[  12.3s] node is ready\n\npulumi up\ntext\n\n");
});

function reporter(verbose: boolean) {
  let printed = "";
  const report = createReporter(
    (text) => {
      printed += text;
    },
    { verbose },
  );
  return { report, printed: () => printed };
}

test("shows whole lines of a tool's output, indented, however it comes in pieces, when asked for all", () => {
  const { report, printed } = reporter(true);
  report.output("first ");
  expect(printed()).toBe("");
  report.output("line \nsecond");
  expect(printed()).toBe("    first line\n");
  report.output(" line\n\nthird");
  expect(printed()).toBe("    first line\n    second line\n\n");
});

test("else holds it back until something failed, since the last heading only", () => {
  const { report, printed } = reporter(false);
  report.heading("pulumi preview");
  report.output("planned\n");
  report.heading("pulumi up");
  report.output("creating\nfailed\n");
  expect(printed()).toBe("\npulumi preview\n\npulumi up\n");
  report.showHeld();
  report.showHeld();
  expect(printed()).toBe("\npulumi preview\n\npulumi up\n    creating\n    failed\n");
});

test("shows every warning at once, and once", () => {
  const { report, printed } = reporter(false);
  const line = " +  pulumi:pulumi:Stack app-dev create warning: the account expired.\n";
  report.output(line);
  report.heading("pulumi up");
  report.output(line);
  report.output("    warning: another, which\n        has a second line.\n");
  expect(printed()).toBe(
    "    warning: the account expired.\n\npulumi up\n    warning: another, which...\n",
  );
  report.output(`warning: ${"word ".repeat(20)}\n`);
  const last = printed().split("\n").at(-2) ?? "";
  expect(last).toMatch(/^ {4}warning: (word )+.*\.\.\.$/);
  expect(last).toHaveLength(80);
});

test("nobody forges a line, a colour or a command of the CI's runner by the value of a setting", () => {
  const { report, printed } = reporter(true);
  const value = "x\r\u001b[2J\u202e\u200by\n::set-output name=a::b\n  ##[error]z";
  report.step(`Pod: ${value}`);
  report.output(`${value}\n`);
  report.heading(value);
  const words = "x[2Jy\n> ::set-output name=a::b\n  > ##[error]z\n";
  const indented = "    x[2Jy\n    > ::set-output name=a::b\n      > ##[error]z\n";
  expect(printed().replace(/^\[ +\d+\.\ds\] /, "")).toBe(`Pod: ${words}${indented}\n${words}`);
});

test("quiet, it shows nothing but the verdict, and of a failure all since the last heading", () => {
  let printed = "";
  const report = createReporter(
    (text) => {
      printed += text;
    },
    { quiet: true, now: () => 0 },
  );
  report.heading("pulumi preview");
  report.step("2 to create");
  report.heading("pulumi up");
  report.output("warning: seen.\n");
  report.line("line");
  report.step("failed");
  expect(printed).toBe("");
  report.showHeld();
  report.verdict("Failed in up.");
  expect(printed).toBe(
    "\npulumi up\n    warning: seen.\nline\n[   0.0s] failed\n[   0.0s] Failed in up.\n",
  );
});

test("plays what it kept on another one, in order", () => {
  const kept = keepReport();
  kept.heading("pulumi preview");
  kept.output("a\n");
  kept.step("done");
  kept.line("text");
  const { report, printed } = reporter(true);
  kept.play(report);
  kept.play(report);
  expect(printed()).toMatch(/^\npulumi preview\n {4}a\n\[.+\] done\ntext\n$/);
});
