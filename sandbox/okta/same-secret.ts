import { timingSafeEqual } from "node:crypto";

/** Whether both texts are the same, in a time that tells nothing of where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
