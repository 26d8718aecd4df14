import { tooManyAttempts, unauthorized } from "./errors.ts";
import { verifyNothing, verifyPassword } from "./passwords.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { SecurityLog } from "./security-log.ts";
import type { AuthToken } from "./types.ts";
import type { User, UserStore } from "./users.ts";

/**
 * Logs in with user name and password.
 *
 * @throws Neo4jError Unauthorized, AuthenticationRateLimit
 */
export async function nativeLogin(
  token: AuthToken,
  users: UserStore,
  rateLimit: RateLimit,
  log: SecurityLog,
): Promise<User> {
  const username = required(token, "principal");
  const password = required(token, "credentials");
  if (!rateLimit.permits(username)) {
    log.write("ERROR", username, "failed to log in: too many failed attempts");
    throw tooManyAttempts();
  }
  const user = users.users.get(username);
  const matches = user?.password
    ? await verifyPassword(password, user.password)
    : await verifyNothing(password);
  if (!user || !matches) {
    rateLimit.failed(username);
    log.write("ERROR", username, "failed to log in: invalid principal or credentials");
    throw unauthorized();
  }
  rateLimit.succeeded(username);
  if (user.suspended) {
    log.write("ERROR", username, "failed to log in: user is suspended");
    throw unauthorized();
  }
  return user;
}

function required(token: AuthToken, key: "principal" | "credentials"): string {
  const value = token[key];
  if (typeof value !== "string") {
    throw unauthorized(`Unsupported authentication token, missing key \`${key}\``);
  }
  return value;
}
