import { byKey } from "../../access/credentials/keys.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import { secretAt } from "../../command/kubernetes.ts";
import type { SecretName } from "../../command/secret-name.ts";

/**
 * Puts a private key and its kid into a Secret of the current cluster, by the keys of the contract. A Secret that
 * is there keeps its other keys; one that has a private key is refused.
 *
 * @throws Neo4jOktaError `keygen-secret`
 */
export async function putIntoSecret(
  name: SecretName,
  { pem, kid }: { pem: string; kid: string },
): Promise<void> {
  const place = `--secret ${name.namespace}/${name.name}`;
  const { values, write } = await secretAt(name, place, "keygen-secret")();
  const own = byKey({ privateKey: pem, privateKeyId: kid });
  const taken = Object.keys(own).find((key) => values[key] !== undefined);
  if (taken !== undefined) {
    throw new Neo4jOktaError(
      "keygen-secret",
      `${place} has ${taken} already, and it may be in use. Fix: give another Secret, and switch the service to it.`,
    );
  }
  if (await write(own)) return;
  throw new Neo4jOktaError(
    "keygen-secret",
    `${place} has changed while it was written. Fix: run this again.`,
  );
}
