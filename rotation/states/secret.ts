import { secretAt } from "../../command/kubernetes.ts";
import type { SecretName } from "../../command/secret-name.ts";
import { recordOf, type State } from "./state.ts";

/** So often another account's record may change between our read and our write. */
const TRIES = 10;

/** The state in a Kubernetes Secret, a key for each account. */
export function secretState(name: SecretName): State {
  const place = `kubernetes:${name.namespace}/${name.name}`;
  const read = secretAt(name, `--state ${place}`, "rotation-state");
  return {
    place,
    keepsSecrets: true,
    read: async (account) => recordOf((await read()).values, account),
    async swap(account, before, after) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const { values, write } = await read();
        if (recordOf(values, account) !== before) return false;
        if (await write({ [account]: after })) return true;
      }
      return false;
    },
  };
}
