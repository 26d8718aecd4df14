import type { AccessAccount, AccessContract } from "../../access/contract.ts";
import { byKey, CREDENTIALS_VERSION, KEYS } from "../../access/credentials/keys.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import { secretAt } from "../../command/kubernetes.ts";
import type { SecretName } from "../../command/secret-name.ts";
import { pemOf, readKey } from "../../keygen/key.ts";
import type { Credential } from "../../tokens/credential.ts";
import { podsBefore } from "../pods.ts";
import type { Destination } from "./destination.ts";

/** A Kubernetes Secret by the contract of docs/credentials.md, whole; other keys in it stay. */
export function secretDestination(
  name: SecretName,
  account: AccessAccount,
  contract: AccessContract,
): Destination {
  const place = `--secret ${name.namespace}/${name.name}`;
  const read = secretAt(name, place, "rotation-delivery");
  return {
    place,
    readersBefore: podsBefore(name, place, "rotation-delivery"),
    async read() {
      const { values } = await read();
      const secret = values[KEYS.clientSecret.key];
      const pem = values[KEYS.privateKey.key];
      const kid = values[KEYS.privateKeyId.key];
      const kind = account.credential;
      if (kind !== "private_key_jwt") return secret ? { kind, clientSecret: secret } : undefined;
      return pem ? { kind, privateKey: pem, ...(kid ? { kid } : {}) } : undefined;
    },
    async write(credential) {
      const { write } = await read();
      if (await write(rendered(credential, account, contract))) return;
      throw new Neo4jOktaError(
        "rotation-delivery",
        `${place} has changed while it was written. Fix: run this again; if it stays so, somebody else keeps it.`,
      );
    },
  };
}

function rendered(
  credential: Credential,
  account: AccessAccount,
  contract: AccessContract,
): Record<string, string> {
  const { issuer, tokenEndpoint, scope, audience, neo4j } = contract;
  return byKey<string>({
    version: CREDENTIALS_VERSION,
    ...{ account: account.name, clientId: account.clientId, neo4jUri: neo4j.boltUri },
    ...{ issuer, tokenEndpoint, scope, audience, authMethod: credential.kind },
    ...(credential.kind === "private_key_jwt"
      ? {
          privateKey: pemOf(readKey(credential.privateKey, "the private key")),
          privateKeyId: credential.kid,
        }
      : { clientSecret: credential.clientSecret }),
  });
}
