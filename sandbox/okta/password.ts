import { randomBytes, scrypt } from "node:crypto";
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
