import { createHash } from "node:crypto";
import { type Credential, thumbprintOf } from "../../tokens/credential.ts";
import type { Registered, Rotation } from "../core/rotation.ts";

/** A credential that was made here, and that Okta does not have yet. */
export interface Made {
  target: Rotation["target"];
  credential: Credential;
}

/** Where Okta has the credentials of one kind of a client. */
export interface Registry {
  /** What a line of evidence calls it. */
  kind: "client_secret" | "inline_key" | "jwks_document";
  /** Somebody has to do this before a change counts; undefined where it counts at once. */
  awaits?: string;
  /** Reads all anew. */
  list(): Promise<Registered[]>;
  /** One that Okta itself shows, as of the last `list`; it never shows a private key. */
  shown(id: string): Credential | undefined;
  make(): Promise<Made>;
  register(credential: Credential): Promise<void>;
  activate(id: string): Promise<void>;
  deactivate(id: string): Promise<void>;
  /** Of one that is not active. */
  remove(id: string): Promise<void>;
}

/** When it was made, as Okta says it; nothing where that is no date. */
export function createdAt(text: unknown): Pick<Registered, "created"> {
  const created = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(created) ? {} : { created };
}

/** Tells a credential from others: a hash of a secret, the thumbprint of a key (RFC 7638). */
export async function markOf(credential: Credential): Promise<string> {
  if (credential.kind === "private_key_jwt") return (await thumbprintOf(credential)) ?? "";
  return secretMark(credential.clientSecret);
}

/** See `markOf`. */
export function secretMark(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
