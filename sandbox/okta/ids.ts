import { randomInt } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** What Okta's ids begin with, by kind of object. */
const PREFIX = {
  app: "0oa",
  appKey: "pks",
  accessPolicy: "rst",
  authorizationServer: "aus",
  scope: "scp",
  claim: "ocl",
  policy: "00p",
  rule: "0pr",
  group: "00g",
  user: "00u",
  org: "00o",
  grant: "oag",
  secret: "ocs",
  adminRole: "cr0",
  resourceSet: "iam",
  resource: "ire",
  binding: "irb",
  clientRole: "irb",
  trustedOrigin: "tos",
  error: "oae",
} as const;

/** A new id of 20 characters, as Okta's are, for an object of this kind. */
export function makeId(kind: keyof typeof PREFIX): string {
  return randomText(20, PREFIX[kind]);
}

/** Letters and digits from the system's random source, after `start`, `length` in all. */
export function randomText(length: number, start = ""): string {
  let text = start;
  while (text.length < length) text += ALPHABET[randomInt(ALPHABET.length)];
  return text;
}
