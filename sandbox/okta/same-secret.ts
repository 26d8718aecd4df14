import { hash, timingSafeEqual } from "node:crypto";

/** Whether both texts are the same, in a time that tells nothing of where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What is kept of a secret that is only ever compared. */
export function digestOf(secret: string): string {
  return hash("sha256", secret);
}
