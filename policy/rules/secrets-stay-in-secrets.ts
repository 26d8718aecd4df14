import { TYPES } from "../../access/effective/okta.ts";
import { nameOf, type Resource } from "../../access/effective/resource.ts";
import { pathText } from "../../access/finding.ts";
import { walk } from "../../access/tree.ts";
import type { StackBreach, StackRule } from "../rule.ts";

/** Secrets that resources make, by type. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  [TYPES.app]: ["clientSecret", "clientBasicSecret", "clientBasicSecretWo"],
  "random:index/randomPassword:RandomPassword": ["result"],
  "random:index/randomBytes:RandomBytes": ["base64", "hex"],
};

/** What everybody who may look at a namespace is shown. */
const SHOWN =
  /^kubernetes:(?:core\/v1:(?:ConfigMap|Pod|ReplicationController)|helm\.sh\/v3:Release|apps\/v1:|batch\/v1:)/;

/** Shorter texts stand in others by chance. */
const LEAST = 8;

export const secretsStayInSecrets: StackRule = {
  name: "secrets-stay-in-secrets",
  description: "A secret that the stack makes stands in no ConfigMap, Pod or Helm value.",
  why: "There it is in the clear, also when Pulumi's state has it encrypted.",
  fix: "keep it in a Kubernetes Secret, refer to that, and make the secret anew",
  level: "mandatory",
  owasp: "NHI2",
  tags: ["IA-5", "SC-28"],
  judgeStack: (stack) => {
    const secrets = stack.resources.flatMap(secretsOf);
    if (secrets.length === 0) return [];
    return stack.resources
      .filter(({ type }) => SHOWN.test(type))
      .flatMap(({ urn, properties }) =>
        walk(properties, (value, path): StackBreach[] => {
          if (typeof value !== "string") return [];
          const found = secrets.find(({ secret }) => value.includes(secret));
          if (found === undefined) return [];
          const reason = `holds the ${found.property} of ${found.name} in the clear`;
          return [{ urn, at: pathText(path), reason }];
        }),
      );
  },
};

function secretsOf(resource: Resource): { name: string; property: string; secret: string }[] {
  return (MADE[resource.type] ?? []).flatMap((property) => {
    const secret = resource.properties[property];
    if (typeof secret !== "string" || secret.length < LEAST) return [];
    return [{ name: nameOf(resource), property, secret }];
  });
}
