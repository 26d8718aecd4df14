import { writeFile } from "node:fs/promises";
import { OktaEmulator } from "./emulator.ts";
import type { KnownRoute } from "./http/unknown-routes.ts";
import { TOKEN_ENDPOINT_AUTH_METHODS } from "./schemas/oauth-client.ts";
import { authorizationCode } from "./tokens/grants/authorization-code.ts";
import { clientCredentials } from "./tokens/grants/client-credentials.ts";
import { orgClientCredentials } from "./tokens/grants/org-client-credentials.ts";

import { refreshToken } from "./tokens/grants/refresh-token.ts";

/** One row per grant: what the token endpoints issue tokens for. */
export const GRANTS = [
  {
    module: "authorization-code.ts",
    server: "custom authorization server",
    grantType: authorizationCode.name,
    clients: [...TOKEN_ENDPOINT_AUTH_METHODS],
    tokens: "a user who signs in: access token, ID token with `openid`",
  },
  {
    module: "client-credentials.ts",
    server: "custom authorization server",
    grantType: clientCredentials.name,
    clients: ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"],
    tokens: "scopes and claims of the server, as its access policies allow",
  },
  {
    module: "org-client-credentials.ts",
    server: "org authorization server",
    grantType: orgClientCredentials.name,
    clients: ["private_key_jwt"],
    tokens: "Okta API scopes granted to the app",
  },
  {
    module: "refresh-token.ts",
    server: "custom authorization server",
    grantType: refreshToken.name,
    clients: [...TOKEN_ENDPOINT_AUTH_METHODS],
    tokens: "the same, of a sign-in with `offline_access`",
  },
] as const;

/** Text of SUPPORTED.md for these routes. */
function supportedTable(routes: readonly KnownRoute[]): string {
  return `# What the Okta emulator supports

Generated from the registered routes by \`npm run docs\`; a test holds it current.
Whatever is not listed is answered 404 \`E0000007\`, or 405 \`E0000022\` where the path has other methods.
A Bearer caller with a token of the org authorization server needs the scope named here, \`.read\` for GET
and \`.manage\` otherwise, and admin roles that together have what the last column says: a permission (of a custom role
on a resource set, or of a standard role), or one of the standard roles named. A list answers what the caller may see. An app is privileged when its client has
admin roles or API scopes.
The API token of a person
needs the role alone, the emulator's own two tokens need neither.

## Grants

${table(
  ["token endpoint of", "grant", "client authentication", "tokens for"],
  GRANTS.map(({ server, grantType, clients, tokens }) => [
    server,
    `\`${grantType}\``,
    clients.map((name) => `\`${name}\``).join(", "),
    tokens,
  ]),
)}

## Routes

${table(
  ["method", "path", "what it does", "scope", "admin role"],
  routes.map(({ method, path, summary, scope, rights }) => [
    method,
    `\`${path.replaceAll(/:(\w+)/g, "{$1}")}\``,
    summary,
    scope ? `\`${scope}\`` : "",
    rights,
  ]),
)}
`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join(
    "\n",
  );
}

/** The table of a running emulator with everything switched on. */
export async function currentTable(): Promise<string> {
  const okta = new OktaEmulator({ control: true });
  await okta.start();
  try {
    return supportedTable(okta.routes);
  } finally {
    await okta.stop();
  }
}

if (import.meta.main) {
  await writeFile(new URL("./SUPPORTED.md", import.meta.url), await currentTable());
}
