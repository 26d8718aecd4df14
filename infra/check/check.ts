import type { Finding } from "../../access/finding.ts";
import { misspelledKeys } from "../settings/namespaces.ts";
import { settingsFindings, settingsWarnings } from "../settings/parse.ts";
import { NAMESPACE, settingPath } from "../settings/problem.ts";
import { decode, secretFinding } from "../settings/read.ts";
import type { Problem, Report } from "./report.ts";
import type { StackFile } from "./stack-file.ts";

/** Checks a stack's settings as `pulumi up` would, without an engine. */
export function check(file: StackFile, stack: string, today: string): Report {
  const own = Object.entries(file.config).filter(([key]) => isOwn(key));
  const names = new Map(own.map(([key]) => [settingName(key), key]));
  const secret = own.filter(([, value]) => holdsSecret(value)).map(([key]) => settingName(key));
  const settings = Object.fromEntries(
    own.filter(([, value]) => !holdsSecret(value)).map(([key, value]) => [settingName(key), value]),
  );
  const decoded = decode(asEngine(settings));
  const findings = [
    ...secret.map((name) => ({ ...secretFinding(), at: [name] })),
    ...settingsFindings(decoded, { today, stack }).filter(
      ({ at: [name] }) => !secret.includes(String(name)),
    ),
  ];
  const problems = [
    ...misspelledKeys(Object.keys(file.config)).map((one) => ({
      ...one,
      ...file.position([one.path]),
    })),
    ...findings.map((finding) => problem(finding, file, settings, names)),
  ];
  const warnings = settingsWarnings(decoded, { today, stack }).map((finding) =>
    problem(finding, file, settings, names),
  );
  return { version: 1, stack, file: file.name, problems, warnings };
}

function problem(
  { at, ...finding }: Finding,
  file: StackFile,
  settings: Record<string, unknown>,
  names: ReadonlyMap<string, string>,
): Problem {
  const [first, ...rest] = at;
  const place = first === undefined ? [] : [names.get(String(first)) ?? String(first), ...rest];
  const account = accountName(settings.accounts, at);
  return {
    ...finding,
    path: settingPath(at),
    ...(account === undefined ? {} : { account }),
    ...file.position(place),
  };
}

function accountName(accounts: unknown, [first, index]: Finding["at"]): string | undefined {
  if (first !== "accounts" || typeof index !== "number" || !Array.isArray(accounts)) return;
  const name = (accounts[index] as { name?: unknown } | undefined)?.name;
  return typeof name === "string" ? name : undefined;
}

/** A key without a namespace is the project's own, as the engine reads it. */
function isOwn(key: string): boolean {
  return !key.includes(":") || key.startsWith(`${NAMESPACE}:`);
}

function settingName(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/** The engine hands a program texts: what is not text in the file comes as JSON. */
function asEngine(settings: Record<string, unknown>): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`${NAMESPACE}:${name}`, text(value)]),
  );
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!Array.isArray(value) && typeof (value as { secure?: unknown }).secure === "string") {
    return Object.keys(value).length === 1;
  }
  return Object.values(value).some(holdsSecret);
}
