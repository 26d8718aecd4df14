import { stringify } from "yaml";
import { type Field, KEYS } from "../../access/credentials/keys.ts";
import { entriesOf, type Format, type Handed } from "./format.ts";

/** A Secret. */
export const k8s: Format = {
  hasSecrets: true,
  withoutKey: true,
  options: ["secret"],
  render: (handed) =>
    manifest({
      apiVersion: "v1",
      kind: "Secret",
      metadata: metadata(handed),
      type: "Opaque",
      stringData: Object.fromEntries(entriesOf(handed)),
    }),
};

/** External Secrets makes the Secret out of an entry of a store. */
export const eso: Format = {
  hasSecrets: false,
  withoutKey: true,
  options: ["secret", "entry", "store"],
  render: (handed) =>
    manifest({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: metadata(handed),
      spec: {
        refreshInterval: "1h",
        secretStoreRef: handed.store,
        target: { name: handed.secret.name },
        data: keysIn(handed).map((key) => ({
          secretKey: key,
          remoteRef: { key: handed.entry, property: key },
        })),
      },
    }),
};

/** External Secrets writes a Secret that is there into an entry of a store. */
export const esoPush: Format = {
  ...eso,
  render: (handed) =>
    manifest({
      apiVersion: "external-secrets.io/v1alpha1",
      kind: "PushSecret",
      metadata: metadata(handed),
      spec: {
        refreshInterval: "1h",
        secretStoreRefs: [handed.store],
        selector: { secret: { name: handed.secret.name } },
        data: keysIn(handed).map((key) => ({
          match: { secretKey: key, remoteRef: { remoteKey: handed.entry, property: key } },
        })),
      },
    }),
};

/** The keys that the entry has once it is whole. */
function keysIn(handed: Handed): string[] {
  const { authMethod } = handed.fields;
  const own: Field[] =
    authMethod === "private_key_jwt" ? ["privateKey", "privateKeyId"] : ["clientSecret"];
  const all = new Set([
    ...entriesOf(handed).map(([key]) => key),
    ...own.map((field) => KEYS[field].key),
  ]);
  all.delete(KEYS.privateKeyFile.key);
  return [...all];
}

function metadata({ secret: { namespace, name } }: Handed): object {
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}

/** All texts in quotes: YAML 1.1, which Kubernetes reads, takes `on` and `1_0` for other things. */
function manifest(object: object): string {
  return stringify(object, {
    lineWidth: 0,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
  });
}
