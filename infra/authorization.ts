import type { Finding, Path } from "../access/finding.ts";
import {
  ArgumentError,
  Authorization,
  type AuthorizationServer,
  adoptAuthorizationServer,
  createAuthorizationServer,
} from "../components/index.ts";
import type { DeclaredAccount } from "./declare.ts";
import { type Settings, settingPath } from "./settings.ts";

/**
 * The authorization server that the settings name: created, or read and compared with Okta.
 *
 * @throws {ArgumentError} when Okta's server is not what the settings say.
 */
export async function authorizationServer(settings: Settings): Promise<AuthorizationServer> {
  const { authorizationServer: server, protect } = settings;
  if (server.kind === "created") {
    return createAuthorizationServer("authorization-server", server, { protect });
  }
  // Not the created one's name: when the stack moves to an adopted server, the engine would take
  // the created one for the same resource, only read from now on, and leave it behind at Okta.
  return adopt("adopted-server", server, ["authorizationServer"]);
}

/** An authorization server of somebody else's; `at` is where the settings name it. */
export function adopt(
  name: string,
  server: { id: string; audience: string },
  at: Path,
): Promise<AuthorizationServer> {
  return inSettings(at, () => adoptAuthorizationServer(name, server));
}

/** What a component refuses is refused in the words of the settings; `at` is where they have it. */
export async function inSettings<T>(at: Path, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const path = (finding: Finding) => settingPath([...at, ...finding.at]);
    throw new ArgumentError(
      error.code,
      error.findings.map((finding) => ({ ...finding, at: [path(finding)] })),
    );
  }
}

/**
 * What makes the server issue tokens for the accounts. Undefined without accounts: Okta's policy would
 * list no client, and nothing says what an empty list means there.
 */
export function declareAuthorization(
  settings: Settings,
  server: AuthorizationServer,
  accounts: readonly DeclaredAccount[],
): Authorization | undefined {
  if (accounts.length === 0) return undefined;
  return new Authorization(
    "authorization",
    {
      server,
      clients: accounts.map(({ component }) => component.clientId),
      scope: settings.scope,
      claim: settings.claim.name,
      claimExpression: settings.claim.expression,
      tokenLifetimeMinutes: settings.tokenLifetimeMinutes,
    },
    { protect: settings.protect },
  );
}
