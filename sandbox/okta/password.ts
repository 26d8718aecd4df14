import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** What is kept of a password. */
export interface PasswordHash {
  salt: Buffer;
  hash: Buffer;
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const LENGTH = 32;

/** What to keep of a password, under a salt of its own. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(password, salt, LENGTH) };
}

/** Compared with where nobody has a password, so that an unknown user takes as long as a known one. */
const NOBODY: PasswordHash = { salt: randomBytes(16), hash: randomBytes(LENGTH) };

/** Whether this is the password; never for a user without one. */
export async function isPassword(kept: PasswordHash | undefined, given: string): Promise<boolean> {
  const { salt, hash } = kept ?? NOBODY;
  return timingSafeEqual(await derive(given, salt, LENGTH), hash) && kept !== undefined;
}
