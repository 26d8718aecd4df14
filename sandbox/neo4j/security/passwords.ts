import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** A password as it is stored: never the text. */
export interface PasswordHash {
  salt: Buffer;
  hash: Buffer;
}

const LENGTH = 32;
// The hashes live in memory for the length of one run; a higher cost would only slow logins down.
const COST = { N: 4096, r: 8, p: 1 };

/** A salted hash of a password, slow on purpose. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(password, salt) };
}

/** Whether a password is the one that was hashed. */
export async function verifyPassword(password: string, stored: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, stored.salt), stored.hash);
}

/** Takes as long as a real comparison, so that an unknown user name cannot be told by the clock. */
export async function verifyNothing(password: string): Promise<false> {
  await derive(password, randomBytes(16));
  return false;
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, LENGTH, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
