import { SandboxError } from "../errors.ts";
import { OktaEmulator } from "./emulator.ts";
import { PLANS } from "./http/rate-limit.ts";
import { introduction } from "./introduction.ts";
import { type CliOptions, parseOptions } from "./options.ts";

/** Exit codes by the signal that ended it: 128 and its number. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143 } as const;

const options = parseOptions(process.argv.slice(2));
if ("exitCode" in options) {
  (options.exitCode === 0 ? process.stdout : process.stderr).write(options.text);
  process.exitCode = options.exitCode;
} else {
  process.exitCode = await run(options);
}

/** Serves until a signal comes and returns the exit code: 2 for a bad host, 1 for a busy port. */
async function run({ control = false, limits, ...options }: CliOptions): Promise<number> {
  const signal = Promise.withResolvers<keyof typeof ENDED_BY>();
  process.once("SIGINT", signal.resolve).once("SIGTERM", signal.resolve);
  try {
    const okta = new OktaEmulator({ ...options, control, rateLimits: limits ? PLANS[limits] : {} });
    await okta.start();
    console.log(introduction(okta, control));
    const exitCode = ENDED_BY[await signal.promise];
    await okta.stop();
    return exitCode;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    console.error(`error: ${error.message}`);
    return error.exitCode;
  }
}
