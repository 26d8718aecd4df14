import { text as readAll } from "node:stream/consumers";
import { parse, stringify } from "yaml";

/** Marks an encrypted value in a state, by this key and value (Pulumi's sdk/go/common/resource). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What stands for each secret, as JSON. It is still marked as one, so that nothing shows or reads it. */
const BLIND = '"blind"';

/** Of a copy's own secrets provider: Pulumi's passphrase "blind", which ci.sh gives it. It hides nothing. */
const SALT = "v1:TMdfohQP8b0=:v1:1mL+gRBH6hT/8pfx:6U6a5lg9D+VbHDl27LvG8hf2w8Q4eQ==";

/** Settings of providers that say who asks, and not where. The environment says it in their place. */
const WHO = [
  "clientId",
  "privateKeyId",
  "scopes",
  "apiToken",
  "accessToken",
  "privateKey",
  "kubeconfig",
];

interface Exported {
  deployment: Record<string, unknown> & { resources?: Record<string, unknown>[] };
}

/**
 * A copy of an exported state, with a word in place of each secret, and without the identity that
 * deployed. Nothing is decrypted: the secrets of the export are cipher texts. `pulumi stack import` takes
 * it into a stack with the settings of {@link blindSettings}.
 */
export function blindState(exported: string): string {
  const { deployment, ...envelope } = JSON.parse(exported) as Exported;
  const { pending_operations: _, resources = [], ...rest } = deployment;
  const blinded = {
    ...rest,
    secrets_providers: { type: "passphrase", state: { salt: SALT } },
    resources: resources.map((one) => blind(withoutIdentity(one))),
  };
  return `${JSON.stringify({ ...envelope, deployment: blinded }, null, 1)}\n`;
}

function withoutIdentity(resource: Record<string, unknown>): Record<string, unknown> {
  if (!String(resource.type).startsWith("pulumi:providers:")) return resource;
  const isWhere = ([name]: [string, unknown]) => !WHO.includes(name);
  const { inputs, outputs } = resource;
  return {
    ...resource,
    inputs: Object.fromEntries(Object.entries(Object(inputs)).filter(isWhere)),
    outputs: Object.fromEntries(Object.entries(Object(outputs)).filter(isWhere)),
  };
}

/** Secret inputs become nothing, since the program says them; other resources need the answers. */
function blind({ inputs, outputs, ...resource }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...resource,
    ...(inputs === undefined ? {} : { inputs: replaced(inputs, "null") }),
    ...(outputs === undefined ? {} : { outputs: replaced(outputs, BLIND) }),
  };
}

/** @param secret what stands for each secret, as JSON */
function replaced(value: unknown, secret: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, secret));
  if ((value as Record<string, unknown>)[SIGNATURE] === SECRET) {
    return { [SIGNATURE]: SECRET, plaintext: secret };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaced(item, secret)]),
  );
}

/** A stack's file without what needs the stack's key, and without the identity that deploys. */
export function blindSettings(file: string): string {
  const { config = {} } = (parse(file, { merge: true }) ?? {}) as {
    config?: Record<string, unknown>;
  };
  const kept = Object.entries(config).filter(([key, value]) => {
    const [namespace = "", name = ""] = key.split(":");
    const isIdentity = ["okta", "kubernetes"].includes(namespace) && WHO.includes(name);
    return !isIdentity && !holdsCipher(value);
  });
  return stringify({ encryptionsalt: SALT, config: Object.fromEntries(kept) });
}

function holdsCipher(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsCipher);
}

if (import.meta.main) {
  const read = await readAll(process.stdin);
  process.stdout.write(process.argv[2] === "settings" ? blindSettings(read) : blindState(read));
}
