import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import type { OktaEmulatorOptions } from "./emulator.ts";
import type { OutsideOptions } from "./http/outside.ts";
import { PLANS } from "./http/rate-limit.ts";
import type { CliOptions } from "./options.ts";
import { readSeed } from "./seed/file.ts";
import { issueCertificate, type ServerIdentity } from "./tls/certificate.ts";
import { TOKEN_VARIABLES } from "./token-variables.ts";

/** What the command line runs, and what its users have to be told. */
export interface Launch {
  options: OktaEmulatorOptions;
  /** Shell words for the management tokens that were given; undefined for those that are made. */
  given: { accessToken?: string | undefined; apiToken?: string | undefined };
  /** The file by which a client trusts a certificate that was made for the run. */
  caFile?: string;
  /** Deletes what was made for the run. */
  remove(): Promise<void>;
}

/** What a management token looks like: long enough that nobody guesses it, and safe in a header. */
const TOKEN = /^[\x21-\x7e]{16,200}$/;

/**
 * Reads the files and variables that the command line is about.
 *
 * @throws SandboxError `token-invalid`, `certificate-invalid`, `seed-invalid`
 */
export async function prepareLaunch(
  cli: CliOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Launch> {
  const { port, host, publicUrl, control, apiAccessManagement, limits } = cli;
  const accessToken = await tokenOf("accessToken", cli.accessTokenFile, environment);
  const apiToken = await tokenOf("apiToken", cli.apiTokenFile, environment);
  const seed = cli.seed === undefined ? undefined : await readSeed(cli.seed);
  const certificate = await certificateOf(cli);
  return {
    options: {
      ...(certificate === undefined
        ? { ...(port === undefined ? {} : { port }), host, exposed: true }
        : { outside: outsideOf(cli, certificate.identity) }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(accessToken === undefined ? {} : { accessToken: accessToken.value }),
      ...(apiToken === undefined ? {} : { apiToken: apiToken.value }),
      ...(seed === undefined ? {} : { seed }),
      control: control ?? false,
      apiAccessManagement,
      rateLimits: limits ? PLANS[limits] : {},
    },
    given: { accessToken: accessToken?.shown, apiToken: apiToken?.shown },
    ...(certificate?.caFile === undefined ? {} : { caFile: certificate.caFile }),
    remove: async () => {
      if (certificate?.folder) await rm(certificate.folder, { recursive: true, force: true });
    },
  };
}

async function tokenOf(
  name: keyof typeof TOKEN_VARIABLES,
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<{ value: string; shown: string } | undefined> {
  const variable = TOKEN_VARIABLES[name];
  const value =
    file === undefined ? environment[variable] : (await read(file, "token-invalid")).trim();
  if (value === undefined || (value === "" && file === undefined)) return undefined;
  if (!TOKEN.test(value)) {
    throw new SandboxError(
      "token-invalid",
      `${file ?? variable} is no management token. Fix: give 16 to 200 printable ASCII characters without spaces.`,
      { exitCode: 2 },
    );
  }
  return { value, shown: file === undefined ? `$${variable}` : `$(cat ${quoted(file)})` };
}

/** A word for the shell, whatever characters it has. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The listener with TLS has the host and port that were asked for; the one without a free port on loopback. */
function outsideOf(
  { host, port }: CliOptions,
  identity: Pick<ServerIdentity, "cert" | "key">,
): OutsideOptions {
  const named = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  const { cert, key } = identity;
  return { host: named, address: host, ...(port === undefined ? {} : { port }), cert, key };
}

interface PreparedCertificate {
  identity: Pick<ServerIdentity, "cert" | "key">;
  caFile?: string;
  folder?: string;
}

async function certificateOf(cli: CliOptions): Promise<PreparedCertificate | undefined> {
  const { tls, tlsCert, tlsKey, host, publicUrl } = cli;
  if (tlsCert !== undefined && tlsKey !== undefined) {
    const [cert, key] = await Promise.all([
      read(tlsCert, "certificate-invalid"),
      read(tlsKey, "certificate-invalid"),
    ]);
    return { identity: { cert, key } };
  }
  if (!tls) return undefined;
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, "")];
  const identity = issueCertificate(...new Set([...own, host, "localhost", "127.0.0.1", "::1"]));
  const folder = await mkdtemp(join(tmpdir(), "okta-emulator-"));
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, identity.ca);
  return { identity, caFile, folder };
}

async function read(file: string, code: "token-invalid" | "certificate-invalid"): Promise<string> {
  return readFile(file, "utf8").catch(({ code: reason }: NodeJS.ErrnoException) => {
    throw new SandboxError(code, `${file} cannot be read (${reason}).`, { exitCode: 2 });
  });
}
