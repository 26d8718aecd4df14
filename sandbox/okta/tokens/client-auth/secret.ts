import { timingSafeEqual } from "node:crypto";
import type { App } from "../../entities.ts";
import { refusal } from "../refusals.ts";

/** @throws OAuthError `invalid_client` unless what was presented is an active secret of the app */
export function verifySecret(app: App, presented: string): void {
  if (!isSecretOf(app, presented)) {
    throw refusal("invalid_client_secret");
  }
}

/** Whether what was presented is an active secret of the app. */
export function isSecretOf(app: App, presented: string): boolean {
  const given = Buffer.from(presented);
  return app.secrets.some(
    ({ status, value }) => status === "ACTIVE" && same(Buffer.from(value), given),
  );
}

function same(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
