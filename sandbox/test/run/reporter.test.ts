import { expect, test } from "vitest";
import { createReporter } from "../../run/reporter.ts";

test("tells steps with the seconds since the start, headings and lines as they are", () => {
  let printed = "";
  let now = 1_000;
  const report = createReporter(
    (text) => {
      printed += text;
    },
    () => now,
  );
  now += 12_340;
  report.step("node is ready");
  report.heading("pulumi up");
  report.line("text");
  report.line();
  expect(printed).toBe("[  12.3s] node is ready\n\npulumi up\ntext\n\n");
});

test("shows whole lines of a tool's output, indented, however it comes in pieces", () => {
  let printed = "";
  const report = createReporter((text) => {
    printed += text;
  });
  report.output("first ");
  expect(printed).toBe("");
  report.output("line \nsecond");
  expect(printed).toBe("    first line\n");
  report.output(" line\n\nthird");
  expect(printed).toBe("    first line\n    second line\n\n");
});
