import { isSecretName, looksSecret } from "../../access/secret-text.ts";
import { isMap } from "../../access/tree.ts";
import type { Breach, ResourceRule } from "../rule.ts";

export const noSecretInConfigMap: ResourceRule = {
  name: "no-secret-in-config-map",
  description: "A ConfigMap holds no secret.",
  why: "ConfigMaps are shown to whoever may look at the namespace, and are not encrypted.",
  fix: "keep it in a Kubernetes Secret",
  level: "mandatory",
  owasp: "NHI2",
  tags: ["IA-5", "SC-28"],
  types: ["kubernetes:core/v1:ConfigMap"],
  judge: (map) => [
    ...entries(map.value("data"), "data", (text) => text),
    ...entries(map.value("binaryData"), "binaryData", (text) =>
      Buffer.from(text, "base64").toString("latin1"),
    ),
  ],
};

/** The value is never shown. */
function entries(data: unknown, at: string, decode: (text: string) => string): Breach[] {
  return Object.entries(isMap(data) ? data : {}).flatMap(([name, value]) => {
    if (typeof value !== "string" || value === "") return [];
    const found = looksSecret(decode(value)) || isSecretName(name);
    if (!found) return [];
    return [{ at: `${at}.${name}`, reason: "holds a secret, by its name or its form" }];
  });
}
