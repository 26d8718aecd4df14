import { AsyncResource } from "node:async_hooks";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type AdminEvidence, adminEvidenceFault } from "../access/admin-evidence.ts";
import type { ErrorCode } from "../access/errors.ts";
import { findingText } from "../access/finding.ts";
import { shellWord } from "../access/shell-word.ts";
import { isMap, type Tree, valueAt } from "../access/tree.ts";
import { visible } from "../access/visible.ts";
import { type EvidenceFile, readEvidence } from "./evidence-file.ts";
import { lostAdmin, settingsOf } from "./lost-admin.ts";
import { type Settings, settingPath } from "./settings.ts";

const CODE = "native-login-lockout" satisfies ErrorCode;
const PROVIDERS = "dbms.security.authentication_providers";
const SETTING = settingPath(["neo4j", "nativeLogin"]);

/**
 * Refuses, in previews too, the one change that takes the password login from a running server without
 * evidence that an administrator gets in with a token. A server without passwords is not asked for it
 * again; a new one has no way in that could be lost, and is warned of.
 */
export function lockoutGuard({ neo4j, accounts }: Settings): pulumi.ResourceHookBinding {
  if (neo4j.nativeLogin) return {};
  const [stack, folder] = [pulumi.getStack(), pulumi.getRootDirectory()];
  const { file = `admin-evidence.${stack}.json`, maxAgeHours } = neo4j.adminEvidence;
  const update = async ({ oldInputs, newInputs }: pulumi.ResourceHookArgs) => {
    const before = configOf(oldInputs);
    if (!providersOf(before).includes("native")) return;
    const found = await readEvidence(resolve(folder, file));
    const after = configOf(newInputs);
    const fault = faultOf(found, before, after, { neo4j, accounts });
    if (fault !== undefined) throw new Error(refusal({ fault, file, stack, maxAgeHours }));
  };
  return {
    beforeCreate: [hook("native-login-new", warn)],
    beforeUpdate: [hook("native-login-off", update)],
  };
}

/** The engine calls a hook outside of the program, where neither the stack nor the log is known. */
function hook(name: string, callback: pulumi.ResourceHookFunction): pulumi.ResourceHook {
  return new pulumi.ResourceHook(name, AsyncResource.bind(callback), { onDryRun: true });
}

function warn(): Promise<void> {
  return pulumi.log.warn(
    `${SETTING} is false, and nobody can have tried the tokens of a new server.\nRun npm run verify now. While no administrator gets in, set it to true.`,
  );
}

/** Neo4j's settings in the values of a release. What is not known yet is no text. */
function configOf(inputs: unknown): Tree {
  const config = valueAt(inputs, ["values", "config"]);
  return isMap(config) ? config : {};
}

function providersOf(config: Tree): string[] {
  const list = config[PROVIDERS];
  return typeof list === "string" ? list.split(",") : ["native"];
}

/** Why the evidence does not do for this step, in words that go on after the name of its file. */
function faultOf(
  found: EvidenceFile,
  before: Tree,
  after: Tree,
  { neo4j, accounts }: Pick<Settings, "neo4j" | "accounts">,
): string | undefined {
  if ("fault" in found) return found.fault;
  const { namespace, release, adminEvidence } = neo4j;
  const fault = adminEvidenceFault(found.content, {
    providers: new Map(providersOf(after).map((name) => [name, issuerOf(name, after)])),
    neo4j: { namespace, release },
    maxAge: adminEvidence.maxAgeHours,
    now: Date.now(),
  });
  if (fault !== undefined) return fault;
  const evidence = found.content as AdminEvidence;
  const { provider } = evidence;
  const changed = Object.keys({ ...before, ...after }).find(
    (name) => restsOn(name, provider) && before[name] !== after[name],
  );
  if (changed !== undefined) return `is older than ${changed}, which changes in the same step`;
  return lostAdmin(evidence, after, { neo4j, accounts });
}

function issuerOf(provider: string, config: Tree): string | undefined {
  const issuer = config[`${settingsOf(provider)}issuer`];
  return typeof issuer === "string" ? issuer : undefined;
}

function restsOn(name: string, provider: string): boolean {
  return name.startsWith(settingsOf(provider)) || name === "dbms.security.require_local_user";
}

interface Refused {
  fault: string;
  file: string;
  stack: string;
  maxAgeHours: number;
}

function refusal({ fault, file, stack, maxAgeHours }: Refused): string {
  const said = findingText(SETTING, {
    code: CODE,
    message: `would take the last passwords away, and no administrator is known to get in with a token: ${file} ${fault}`,
    allowed: `false once an administrator got in with a token, not more than ${maxAgeHours} h ago`,
    fix: "prove an account that is an administrator, or a person, and run up again (docs/break-glass.md)",
  });
  const commands = [
    `npm run verify -- --stack ${stack} --admin-evidence ${shellWord(file)}`,
    `npm run break-glass -- prove --stack ${stack} --token-file FILE --evidence ${shellWord(file)}`,
  ];
  return [...said.split("\n"), ...commands.map((command) => `    ${command}`)]
    .map(visible)
    .join("\n");
}
