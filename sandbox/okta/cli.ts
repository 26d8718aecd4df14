import { networkInterfaces } from "node:os";
import { SandboxError } from "../errors.ts";
import { sentence } from "../terminal.ts";
import { LOOPBACK, OktaEmulator } from "./emulator.ts";
import { introduction } from "./introduction.ts";
import { prepareLaunch } from "./launch.ts";
import { type CliOptions, parseOptions } from "./options.ts";

/** Exit codes by the signal that ended it: 128 and its number. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143 } as const;

const options = parseOptions(process.argv.slice(2));
if ("exitCode" in options) {
  if (options.exitCode === 0) process.stdout.write(options.text);
  else process.stderr.write(sentence(options.text, process.stderr.columns));
  process.exitCode = options.exitCode;
} else {
  process.exitCode = await run(options);
}

/** Serves until a signal comes and returns the exit code: 2 for what cannot be served, 1 for a busy port. */
async function run(options: CliOptions): Promise<number> {
  const signal = Promise.withResolvers<keyof typeof ENDED_BY>();
  process.once("SIGINT", signal.resolve).once("SIGTERM", signal.resolve);
  try {
    const launch = await prepareLaunch(options, process.env);
    try {
      const okta = new OktaEmulator(launch.options);
      await okta.start();
      if (!LOOPBACK.includes(options.host)) complain(exposure(options));
      const control = options.control ?? false;
      console.log(introduction(okta, { control, ...launch, ...unnamed(options) }));
      const exitCode = ENDED_BY[await signal.promise];
      await okta.stop();
      return exitCode;
    } finally {
      await launch.remove();
    }
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    complain(`error: ${error.message}`);
    return error.exitCode;
  }
}

function complain(text: string): void {
  console.error(sentence(text, process.stderr.columns));
}

/** What others are told where the org listens on every address and none has been chosen for its URLs. */
function unnamed({ host, publicUrl }: CliOptions): { addresses?: string[] } {
  if (publicUrl !== undefined || (host !== "0.0.0.0" && host !== "::")) return {};
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const reached = all.filter(({ internal, family }) => !internal && family === "IPv4");
  return { addresses: reached.map(({ address }) => address) };
}

function exposure({ host, tls, tlsCert }: CliOptions): string {
  const clear = tls || tlsCert ? "" : ", and without TLS all of it travels in the clear";
  return (
    `warning: the org listens on ${host}: every machine that reaches it can ask for tokens, and with the ` +
    `management tokens or a client's secret it can do all that they allow${clear}. Use it for tests only.`
  );
}
