import { join } from "node:path";
import type { Deployed, Handover } from "./handover.ts";

export interface Reach {
  access: Deployed["access"];
  oktaUrl: string;
  boltUri: string;
  httpUri: string;
  kubeconfig: string;
  handover: Handover;
}

/** How to use the running sandbox: addresses, and two examples that work as printed. */
export function describeReach(reach: Reach): string {
  const { access, handover } = reach;
  const lines = [
    `Okta emulator     ${reach.oktaUrl}`,
    `issuer            ${access.issuer}`,
    `Neo4j (Bolt)      ${reach.boltUri}`,
    `Neo4j (HTTP)      ${reach.httpUri}`,
    `Kubernetes        export KUBECONFIG=${reach.kubeconfig}`,
    `contract          ${handover.contract}`,
    `secrets           ${handover.secrets} (a file per account; break-glass.password for user neo4j)`,
  ];
  const account = access.accounts.find(
    ({ credential, disabled }) => credential === "client_secret_basic" && !disabled,
  );
  if (account) lines.push(...examples(reach, account));
  return lines.join("\n");
}

function examples(reach: Reach, account: { name: string; clientId: string }): string[] {
  const { scope, tokenEndpoint } = reach.access;
  const secret = join(reach.handover.secrets, account.name);
  return [
    "",
    "A token, with curl:",
    "",
    `curl -s -u ${quote(account.clientId)}:"$(cat ${quote(secret)})" -d grant_type=client_credentials -d scope=${quote(scope)} ${quote(tokenEndpoint)}`,
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
    `    auth=(${JSON.stringify(account.clientId)}, secret),`,
    `    data={"grant_type": "client_credentials", "scope": ${JSON.stringify(scope)}},`,
    ")",
    `with GraphDatabase.driver(${JSON.stringify(reach.boltUri)}, auth=bearer_auth(answer.json()["access_token"])) as driver:`,
    '    records, _, _ = driver.execute_query("SHOW CURRENT USER", database_="system")',
    "    print(records[0].data())",
    "PY",
  ];
}

/** A word for the shell, whatever characters it has. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
