import neo4j from "neo4j-driver";
import { SandboxError } from "./errors.ts";

/** The fields of the stack output `access` that a login needs. */
export interface Access {
  tokenEndpoint: string;
  scope: string;
  accounts: {
    name: string;
    clientId: string;
    credential: string;
    groups: string[];
    roles: string[];
    disabled: boolean;
  }[];
  neo4j: { namespace: string; release: string };
}

export interface Login {
  account: string;
  clientId: string;
  username: string;
  groups: string[];
  /** What `SHOW CURRENT USER` answered, sorted, without PUBLIC. */
  roles: string[];
  asDeclared: boolean;
}

/** Asks for a token as the account does, and opens the database with it. */
export async function logIn(
  access: Access,
  account: Access["accounts"][number],
  clientSecret: string,
  boltUri: string,
): Promise<Login> {
  const driver = neo4j.driver(
    boltUri,
    neo4j.auth.bearer(await requestToken(access, account.clientId, clientSecret)),
    { userAgent: "neo4j-okta-sandbox", maxTransactionRetryTime: 0 },
  );
  try {
    const { records } = await driver.executeQuery("SHOW CURRENT USER", {}, { database: "system" });
    const record = records[0];
    const roles = ((record?.get("roles") ?? []) as string[])
      .filter((role) => role !== "PUBLIC")
      .sort();
    const username = String(record?.get("user"));
    return {
      account: account.name,
      clientId: account.clientId,
      username,
      groups: account.groups,
      roles,
      asDeclared: username === account.clientId && roles.join() === account.roles.join(),
    };
  } finally {
    await driver.close();
  }
}

/** RFC 6749 section 4.4 with HTTP Basic client authentication (section 2.3.1). */
async function requestToken(
  access: Access,
  clientId: string,
  clientSecret: string,
): Promise<string> {
  const basic = [clientId, clientSecret].map(encodeURIComponent).join(":");
  const response = await fetch(access.tokenEndpoint, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(basic).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: access.scope }),
  });
  const body = (await response.json()) as Record<string, unknown>;
  if (!response.ok || typeof body.access_token !== "string") {
    throw new SandboxError(
      "SANDBOX_TOKEN_REFUSED",
      `${clientId} got no token from ${access.tokenEndpoint}: ${response.status} ${String(body.error ?? body.errorCode)}: ${String(body.error_description ?? body.errorSummary)}`,
    );
  }
  return body.access_token;
}
