import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Access } from "./prove.ts";

export interface Reach {
  access: Access & { issuer: string; audience: string };
  oktaUrl: string;
  bolt: string;
  http: string;
  /** The run's own folder; secrets are files below it, so that none is printed. */
  directory: string;
  credentials: Record<string, { clientSecret: string }>;
  breakGlassPassword: string;
}

/** Writes each secret to a file that only the user can read. */
export async function writeSecrets(reach: Reach): Promise<void> {
  const folder = secretsFolder(reach);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [account, { clientSecret }] of Object.entries(reach.credentials)) {
    await writeFile(join(folder, account), clientSecret, { mode: 0o600 });
  }
  await writeFile(join(folder, "break-glass"), reach.breakGlassPassword, { mode: 0o600 });
}

/** How to use the running sandbox: addresses, and two examples that work as printed. */
export function describeReach(reach: Reach): string {
  const { access } = reach;
  const account = access.accounts.find(({ name }) => reach.credentials[name]);
  const lines = [
    `Okta emulator     ${reach.oktaUrl}`,
    `issuer            ${access.issuer}`,
    `Neo4j (Bolt)      ${reach.bolt}`,
    `Neo4j (HTTP)      ${reach.http}`,
    `Kubernetes        export KUBECONFIG=${join(reach.directory, "kubeconfig")}`,
    `secrets           ${secretsFolder(reach)} (one file per account, and break-glass for user neo4j)`,
  ];
  if (account) {
    const secret = join(secretsFolder(reach), account.name);
    lines.push(
      "",
      "A token, with curl:",
      "",
      `curl -s -u "${account.clientId}:$(cat ${secret})" -d grant_type=client_credentials -d scope=${access.scope} ${access.tokenEndpoint}`,
      "",
      "A query, with the Python driver (pip install neo4j requests):",
      "",
      pythonExample(reach, account.clientId, secret),
    );
  }
  return lines.join("\n");
}

function pythonExample(reach: Reach, clientId: string, secretFile: string): string {
  return `python3 - <<'PY'
import requests
from neo4j import GraphDatabase, bearer_auth

secret = open("${secretFile}").read()
token = requests.post(
    "${reach.access.tokenEndpoint}",
    auth=("${clientId}", secret),
    data={"grant_type": "client_credentials", "scope": "${reach.access.scope}"},
).json()["access_token"]
with GraphDatabase.driver("${reach.bolt}", auth=bearer_auth(token)) as driver:
    records, _, _ = driver.execute_query("SHOW CURRENT USER", database_="system")
    print(records[0].data())
PY`;
}

function secretsFolder(reach: Reach): string {
  return join(reach.directory, "secrets");
}
