import { join } from "node:path";
import type { AccessAccount, AccessContract } from "../../access/contract.ts";
import { shellWord } from "../../access/shell-word.ts";
import type { RehearsalFiles } from "./secrets.ts";

/** How to use a rehearsal that stays up: where things are, and two examples that work as printed. */
export function guide(contract: AccessContract, boltUri: string, files: RehearsalFiles): string {
  const lines = [
    `issuer            ${contract.issuer}`,
    `contract          ${files.contract}`,
    `secrets           ${files.secrets} (a file per account; break-glass.password for user neo4j)`,
  ];
  const account = contract.accounts.find(
    ({ credential, disabled }) => credential === "client_secret_basic" && !disabled,
  );
  if (account)
    lines.push(...examples(contract, boltUri, account, join(files.secrets, account.name)));
  return `${lines.join("\n")}\n`;
}

function examples(
  { scope, tokenEndpoint }: AccessContract,
  boltUri: string,
  { clientId }: AccessAccount,
  secret: string,
): string[] {
  return [
    "",
    "A token, with curl:",
    "",
    // The secret goes by standard input: a command line is everybody's to read.
    `printf 'user = "%s:%s"' ${shellWord(clientId)} "$(cat ${shellWord(secret)})" |`,
    `  curl -s -K - -d grant_type=client_credentials -d scope=${shellWord(scope)} ${shellWord(tokenEndpoint)}`,
    "",
    "A query, with the Python driver (pip install neo4j requests):",
    "",
    "python3 - <<'PY'",
    "import requests",
    "from neo4j import GraphDatabase, bearer_auth",
    "",
    `secret = open(${JSON.stringify(secret)}).read()`,
    "answer = requests.post(",
    `    ${JSON.stringify(tokenEndpoint)},`,
    `    auth=(${JSON.stringify(clientId)}, secret),`,
    `    data={"grant_type": "client_credentials", "scope": ${JSON.stringify(scope)}},`,
    ")",
    `with GraphDatabase.driver(${JSON.stringify(boltUri)}, auth=bearer_auth(answer.json()["access_token"])) as driver:`,
    '    records, _, _ = driver.execute_query("SHOW CURRENT USER", database_="system")',
    "    print(records[0].data())",
    "PY",
  ];
}
