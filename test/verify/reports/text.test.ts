import { expect, test } from "vitest";
import type { Report } from "../../../verify/report.ts";
import { renderText } from "../../../verify/reports/text.ts";

test("shows what servers say on one line, without a word to the terminal", () => {
  const report: Report = {
    version: 1,
    proof: "failed",
    issuer: "https://example.okta.com/oauth2/default",
    audience: "api://default",
    boltUri: "bolt://127.0.0.1:7687",
    httpUri: "http://127.0.0.1:7474",
    accounts: [],
    outcomes: [
      {
        check: "discovery.reachable",
        stage: "okta",
        title: "It is there",
        status: "failed",
        optional: false,
        expected: "200",
        seen: "500 \u001b[2Jall is well\nProven: 3 accounts",
        side: "okta",
        setting: "server",
        fix: "Fix it.",
      },
    ],
    tokenRequests: { sent: 0, retries: 0 },
  };
  const text = renderText(report);
  expect(text).not.toContain("\u001b");
  expect(text).not.toMatch(/^Proven/m);
  expect(text).toMatch(/\n {2}seen {6}500 {2}\[2Jall is well Proven: 3 accounts\n/);
});
