import { neo4j, Refusals } from "./refusals.ts";

const refused = new Refusals();

refused.add(
  "provider-id",
  "neo4j.providerId",
  'is "okta.backend"',
  neo4j({ providerId: "okta.backend" }),
);
refused.add("namespace", "neo4j.namespace", 'is "neo4j_prod"', neo4j({ namespace: "neo4j_prod" }));
refused.add("release-name", "neo4j.release", 'is "Neo4j"', neo4j({ release: "Neo4j" }));
for (const version of [
  "latest",
  "5.13.0",
  "5.26",
  "5.26.030",
  "2026.06.0",
  "2026.13.0",
  "2024.1.0",
  "2026.6.00",
]) {
  refused.add(
    "chart-version",
    "neo4j.chart.version",
    `is "${version}"`,
    neo4j({ chart: { version } }),
  );
}
for (const version of ["5.14.0", "5.25.9", "5.26.3", "2025.1.9"]) {
  refused.add(
    "license-chart",
    "neo4j.license",
    `is "eval", which the chart ${version} does not take yet`,
    neo4j({ chart: { version } }),
  );
}
refused.add(
  "chart-repository",
  "neo4j.chart.repository",
  'is "http://charts.example.com"',
  neo4j({ chart: { repository: "http://charts.example.com" } }),
);
refused.add(
  "other-provider",
  "neo4j.otherProviders[0]",
  'is "native"',
  neo4j({ otherProviders: ["native"] }),
);
refused.add(
  "own-provider",
  "neo4j.otherProviders[0]",
  'is "oidc-okta-backend", the stack\'s own provider',
  neo4j({ otherProviders: ["oidc-okta-backend"] }),
);
refused.add(
  "duplicate",
  "neo4j.otherProviders[1]",
  'repeats the provider "ldap"',
  neo4j({ otherProviders: ["ldap", "ldap"] }),
);
refused.add(
  "storage-size",
  "neo4j.storage.size",
  'is "10 GB"',
  neo4j({ storage: { size: "10 GB" } }),
);
refused.add("storage-size", "neo4j.storage.size", 'is "0Gi"', neo4j({ storage: { size: "0Gi" } }));
refused.add(
  "namespace",
  "neo4j.namespace",
  'is "default", which every cluster has already',
  neo4j({ namespace: "default" }),
);
for (const path of ["https://charts.example.com/neo4j.tgz", "oci://charts/neo4j", " "]) {
  refused.add(
    "chart-path",
    "neo4j.chart.path",
    `is ${JSON.stringify(path)}`,
    neo4j({ chart: { path } }),
  );
}
refused.add(
  "admin-evidence-file",
  "neo4j.adminEvidence.file",
  'is "https://example.com/evidence.json"',
  neo4j({ adminEvidence: { file: "https://example.com/evidence.json" } }),
);
refused.add(
  "admin-evidence-age",
  "neo4j.adminEvidence.maxAgeHours",
  "is 169",
  neo4j({ adminEvidence: { maxAgeHours: 169 } }),
);
refused.add(
  "storage-class",
  "neo4j.storage.className",
  'is "Fast"',
  neo4j({ storage: { className: "Fast" } }),
);
refused.add("cpu", "neo4j.resources.cpu", 'is "two"', neo4j({ resources: { cpu: "two" } }));
refused.add(
  "memory",
  "neo4j.resources.memory",
  'is "2 Gi"',
  neo4j({ resources: { memory: "2 Gi" } }),
);
refused.add("resources", "neo4j.resources.cpu", 'is "499m"', neo4j({ resources: { cpu: "499m" } }));
refused.add(
  "resources",
  "neo4j.resources.memory",
  'is "2G"',
  neo4j({ resources: { memory: "2G" } }),
);
refused.add("timeout", "neo4j.timeoutSeconds", "is 0", neo4j({ timeoutSeconds: 0 }));
refused.add(
  "certificate",
  "neo4j.trustedCertificates[0]",
  "is no certificate",
  neo4j({ trustedCertificates: ["-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"] }),
);
refused.add(
  "private-key",
  "neo4j.trustedCertificates[0]",
  "holds a private key",
  neo4j({
    trustedCertificates: ["-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----"],
  }),
);

/** Refusals that concern the Neo4j server. */
export default refused.all;
