import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import * as pulumi from "@pulumi/pulumi";
import type { Evaluation } from "./program-time.ts";

/**
 * A process that evaluates a program several times against an engine that answers at once, and
 * prints the milliseconds of processor time that each evaluation took as a JSON array. The first
 * one also loads the program's modules. As under Pulumi's language host, source-map-support is there.
 */
const require = createRequire(import.meta.url);
const launcher = require.resolve("@pulumi/pulumi/cmd/run/index.js");
createRequire(launcher)("source-map-support/register");
process.argv[1] = launcher;

const { entry, project, config, times } = JSON.parse(await text(process.stdin)) as Evaluation;
const taken: number[] = [];
for (let run = 1; run <= times; run += 1) {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({
        id: `${name}-id`,
        state: { ...inputs, clientSecret: "made-by-okta", result: "made-by-random" },
      }),
      call: () => ({
        id: "default",
        name: "default",
        audiences: ["api://default"],
        issuer: "https://example.okta.com/oauth2/default",
        status: "ACTIVE",
      }),
    },
    project,
    "benchmark",
    false,
  );
  pulumi.runtime.setAllConfig(config);
  const before = process.cpuUsage();
  await pulumi.runtime.runInPulumiStack(async () => ({ ...(await import(`${entry}?run=${run}`)) }));
  await pulumi.runtime.disconnect();
  const { user, system } = process.cpuUsage(before);
  taken.push((user + system) / 1000);
}
console.log(JSON.stringify(taken));
