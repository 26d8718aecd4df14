import { createHash, timingSafeEqual } from "node:crypto";
import type { App } from "../../entities.ts";
import { OAuthError } from "../errors.ts";

/** Throws invalid_client unless one of `candidates` is an active secret of the app. */
export function verifySecret(app: App, candidates: readonly string[]): void {
  const active = app.secrets.filter((secret) => secret.status === "ACTIVE");
  const matches = active.some((secret) =>
    candidates.some((candidate) => timingSafeEqual(digest(candidate), digest(secret.value))),
  );
  if (!matches) {
    throw new OAuthError(
      401,
      "invalid_client",
      "The client secret supplied for a confidential client is invalid.",
    );
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
