import { X509Certificate } from "node:crypto";
import { type Finding, show } from "../../../access/finding.ts";
import { argumentFindings, providers, under } from "../../../components/neo4j/release-findings.ts";
import { sizeFindings } from "../../../components/neo4j/sizes.ts";
import type { Draft } from "../draft.ts";
import { atLeast } from "./quantity.ts";
import { repeated } from "./repeated.ts";
import type { Rule } from "./rule.ts";

/** The Neo4j side agrees with what is derived, and is something that the chart accepts. */
export const neo4jRules: Rule = ({ neo4j, groups = {}, signIns, accounts }) => {
  const services = accounts?.length !== 0;
  const { otherProviders, providerId } = providers({ ...neo4j, services });
  return [
    ...presentNamespace(neo4j),
    ...emptyVolume(neo4j.storage?.size),
    ...providerNames(otherProviders, providerId),
    ...smallResources(neo4j.resources),
    ...(neo4j.trustedCertificates ?? []).flatMap(certificate),
    ...under(
      ["neo4j"],
      argumentFindings({ ...neo4j, services, signIns: providersOf(signIns) }).map(inSettings),
    ),
    ...sizeFindings(["groups"], groups),
  ];
};

/** What the sign-ins are to Neo4j, as far as it could be read. */
function providersOf(signIns: Draft["signIns"]) {
  return signIns.flatMap(({ id, groups = {} }) =>
    id === undefined
      ? []
      : [{ providerId: id, groupsClaim: Object.keys(groups).length > 0 ? "groups" : undefined }],
  );
}

/** The component's words become the settings': its arguments are the keys of `neo4j`. */
function inSettings(finding: Finding): Finding {
  const translate = (text: string) => text.replace(/`([\w.]+)`/g, "neo4j.$1");
  const { message, allowed, fix } = finding;
  return {
    ...finding,
    message: translate(message),
    allowed: translate(allowed),
    fix: translate(fix),
  };
}

const EVERY_CLUSTER_HAS = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** A namespace that is there already cannot be created, and must not go with the stack. */
function presentNamespace({ namespace = "", createNamespace }: Draft["neo4j"]): Finding[] {
  if (createNamespace === false || !EVERY_CLUSTER_HAS.includes(namespace)) return [];
  return [
    {
      code: "namespace",
      at: ["neo4j", "namespace"],
      message: `is ${show(namespace)}, which every cluster has already`,
      allowed: "a namespace that the stack can create",
      fix: "choose another, or set createNamespace: false",
    },
  ];
}

function emptyVolume(size: string | undefined): Finding[] {
  if (size === undefined || !atLeast("0", size)) return [];
  return [
    {
      code: "storage-size",
      at: ["neo4j", "storage", "size"],
      message: `is ${show(size)}`,
      allowed: "more than nothing",
      fix: "give the database room",
    },
  ];
}

function providerNames(others: readonly string[], ours: string | undefined): Finding[] {
  const own = others.flatMap((name, index) =>
    name === `oidc-${ours}`
      ? [
          {
            code: "own-provider",
            at: ["neo4j", "otherProviders", index],
            message: `is ${show(name)}, the stack's own provider`,
            allowed: "other providers only",
            fix: "remove it; it is always the first",
          },
        ]
      : [],
  );
  return [...own, ...repeated(others, ["neo4j", "otherProviders"], "provider")];
}

function smallResources(resources: { cpu: string; memory: string } | undefined): Finding[] {
  if (resources === undefined) return [];
  const least = { cpu: "500m", memory: "2Gi" } as const;
  return (["cpu", "memory"] as const).flatMap((kind) =>
    atLeast(resources[kind], least[kind])
      ? []
      : [
          {
            code: "resources",
            at: ["neo4j", "resources", kind],
            message: `is ${show(resources[kind])}`,
            allowed: `at least ${least[kind]}, as the chart demands`,
            fix: "give the server more",
          },
        ],
  );
}

/** Never repeats the text: someone may have pasted a private key. */
function certificate(pem: string, index: number): Finding[] {
  const at = ["neo4j", "trustedCertificates", index];
  const allowed = "one X.509 certificate in PEM each";
  if (pem.includes("PRIVATE KEY")) {
    return [
      {
        code: "private-key",
        at,
        message: "holds a private key",
        allowed,
        fix: "remove it, and treat the key as leaked; give the CA's certificate",
      },
    ];
  }
  const blocks = pem.split("-----BEGIN CERTIFICATE-----").length - 1;
  if (blocks === 1 && isCertificate(pem)) return [];
  return [
    {
      code: "certificate",
      at,
      message: blocks > 1 ? `holds ${blocks} certificates` : "is no certificate",
      allowed,
      fix: "write each certificate as its own item of the list, as a YAML block (|)",
    },
  ];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
