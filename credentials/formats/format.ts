import { byKey, type Fields } from "../../access/credentials/keys.ts";
import { Neo4jOktaError } from "../../access/errors.ts";

/** Where External Secrets, or a vault of Azure, has an account's credentials. */
export interface Store {
  kind: "SecretStore" | "ClusterSecretStore";
  name: string;
}

/** What a format writes. */
export interface Handed {
  fields: Fields<string>;
  /** Name of the account. */
  account: string;
  /** The Kubernetes Secret. */
  secret: { namespace?: string | undefined; name: string };
  /** Name of the entry in a secret store. */
  entry: string;
  store?: Store | undefined;
}

/** A form in which a service is handed its credentials. */
export interface Format {
  /** True: it holds the secret, or the private key that was given. */
  hasSecrets: boolean;
  /** True: the private key comes from elsewhere, and need not be known here. */
  withoutKey?: boolean;
  /** Options that it takes besides the common ones. */
  options: readonly ("secret" | "entry" | "store")[];
  render(handed: Handed): string;
}

/** Keys of the contract and their values, in its order. */
export function entriesOf({ fields }: Handed): [key: string, value: string][] {
  return Object.entries(byKey(fields));
}

/** A value that a format cannot hold so that every reader reads it alike. The value is not repeated. */
export function unfit(key: string, what: string, fix: string): Neo4jOktaError {
  return new Neo4jOktaError("credentials-value", `${key} ${what}. Fix: ${fix}.`);
}
