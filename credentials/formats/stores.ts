import { shellWord } from "../../access/shell-word.ts";
import type { Format, Handed } from "./format.ts";
import { json } from "./json.ts";

/** Writes the JSON into a KV store of Vault or OpenBao that is mounted at `secret`. */
export const vault = script(({ entry }) => [`vault kv put -mount=secret ${shellWord(entry)} -`]);

export const aws = script(({ entry }) => [
  `aws secretsmanager put-secret-value --secret-id ${shellWord(entry)} --secret-string file:///dev/stdin`,
  `aws secretsmanager create-secret --name ${shellWord(entry)}`,
]);

export const gcp = script(({ entry }) => [
  `gcloud secrets versions add ${shellWord(entry)} --data-file=-`,
  `gcloud secrets create ${shellWord(entry)}`,
]);

export const azure: Format = {
  ...script(({ entry, store }) => [
    `az keyvault secret set --vault-name ${shellWord(store?.name ?? "")} --name ${shellWord(entry)} --file /dev/stdin --encoding utf-8 --output none`,
  ]),
  options: ["entry", "store"],
};

/**
 * A script for `sh`: the secret goes to a command's standard input, never onto its command line.
 *
 * @param commands the command, and the one that makes the entry, once
 */
function script(commands: (handed: Handed) => [command: string, once?: string]): Format {
  return {
    hasSecrets: true,
    options: ["entry"],
    render: (handed) => {
      const [command, once] = commands(handed);
      const first = once === undefined ? "" : `# once: ${once}\n`;
      return `${first}${command} <<'JSON'\n${json.render(handed)}JSON\n`;
    },
  };
}
