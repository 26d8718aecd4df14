import { pathText } from "../../access/finding.ts";
import { isSecretSetting, secretPaths } from "../../access/secret-text.ts";
import type { ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE } from "../subject.ts";

/** What Neo4j's discovery document shows to everybody is no secret, whatever it is called. */
function isShownByNeo4j(name: string): boolean {
  return /^dbms\.security\.oidc\.[^.]+\.token_params$/.test(name);
}

export const noSecretInHelmValues: ResourceRule = {
  name: "no-secret-in-helm-values",
  description: "Helm values and settings of Neo4j hold no secret.",
  why: "They stand in the Helm release and in ConfigMaps, in the clear, also when Pulumi's state has them encrypted.",
  fix: "keep it in a Kubernetes Secret, and refer to that",
  level: "mandatory",
  owasp: "NHI2",
  tags: ["IA-5", "SC-28"],
  types: [RELEASE],
  judge: ofNeo4j((release, neo4j) => {
    const { config: _, ...values } = Object(release.resource.properties.values);
    const settings = Object.entries(release.settings(neo4j))
      .filter(([name, value]) => isSecretSetting(name, value) && !isShownByNeo4j(name))
      .map(([name]) => ["config", name]);
    return [...secretPaths(values), ...settings].map((path) => ({
      at: pathText(["values", ...path]),
      reason: "holds a secret, by its name or its form",
    }));
  }),
};
