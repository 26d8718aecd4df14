import { TYPES } from "../../access/effective/okta.ts";
import { PRIVATE_MEMBERS, rsaFaults } from "../../access/rsa-key.ts";
import type { Breach, ResourceRule } from "../rule.ts";

const MAX_LIVE = 2;

export const publicKeys: ResourceRule = {
  name: "public-keys",
  description: "An app has at most two public keys, each RSA of 2048 bits or more.",
  why: "A weak or forgotten key lets somebody else sign as the service; two are enough to rotate.",
  fix: "keep two at most, the one in use and its successor, each the public half of an RSA key of 2048 bits or more",
  level: "mandatory",
  owasp: "NHI7",
  tags: ["IA-5", "SC-12", "RFC 7518"],
  types: [TYPES.app],
  judge: (app) => {
    const listed = app.value("jwks");
    const keys = Array.isArray(listed) ? listed.map((_, index) => ({ ...listed[index] })) : [];
    const weak = keys.flatMap((key, index) => faults(key, `jwks[${index}]`));
    if (keys.length <= MAX_LIVE) return weak;
    const value = keys.map(({ kid }) => kid);
    return [{ at: "jwks", value, reason: `${keys.length} keys that all work` }, ...weak];
  },
};

function faults(key: Record<string, unknown>, at: string): Breach[] {
  const isPrivate = PRIVATE_MEMBERS.some(
    (member) => typeof key[member] === "string" && key[member] !== "",
  );
  const { kid, kty, n, e } = key;
  const isStrong =
    kty === "RSA" &&
    typeof n === "string" &&
    typeof e === "string" &&
    rsaFaults({ n, e }).length === 0;
  const fix = "give the public half alone, and treat this key as leaked";
  return [
    ...(isPrivate ? [{ at, reason: "holds a member of a private key", fix }] : []),
    ...(isStrong ? [] : [{ at: `${at}.kid`, value: kid, reason: "a key that is too weak" }]),
  ];
}
