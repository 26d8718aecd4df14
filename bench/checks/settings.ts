import { createHash } from "node:crypto";
import { settingsWith } from "../stack/settings.ts";

const PEOPLE = "dbms.security.oidc.people";

/** Rules that the settings below would break without a waiver. */
const WAIVED = ["admin-role", "debug-agent", "load-balancer", "privileged-pod", "shared-server"];

/** Accepted settings of a production stack that give every check something to do. */
export function demandingSettings(accounts: number): Record<string, unknown> {
  const { accounts: declared, ...settings } = settingsWith(accounts) as { accounts: object[] };
  const nextYear = `${new Date().getUTCFullYear() + 1}-01-31`;
  return {
    ...settings,
    production: true,
    groups: { ...groups(), ...(settings as { groups: object }).groups },
    accounts: declared.map(withKeys),
    neo4j: { license: "yes", otherProviders: ["oidc-people"], config: config(), values: values() },
    waivers: WAIVED.map((rule) => ({ rule, until: nextYear, reason: "agreed for the benchmark" })),
  };
}

function groups(): Record<string, string[]> {
  return Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [
      `team_${index}`,
      index === 0 ? ["admin"] : ["reader"],
    ]),
  );
}

/** Every third account has two keys in the settings, as in a rotation. */
function withKeys(account: object, index: number): object {
  const expires = `${new Date().getUTCFullYear() + 1}-12-31`;
  if (index % 3 !== 0) return { ...account, expires };
  const keys = ["old", "new"].map((kid) => ({
    kty: "RSA",
    kid,
    n: modulus(`${index}-${kid}`),
    e: "AQAB",
  }));
  return { ...account, expires, credential: { privateKeyJwt: { jwks: keys } } };
}

/** An odd number of 2048 bits, another one for each text. */
function modulus(text: string): string {
  const bytes = Buffer.concat(
    [0, 1, 2, 3].map((part) => createHash("sha512").update(`${text}-${part}`).digest()),
  );
  bytes[0] = 0xff;
  bytes[bytes.length - 1] = 0xff;
  return bytes.toString("base64url");
}

function config(): Record<string, string> {
  return {
    [`${PEOPLE}.audience`]: "0oa-people",
    [`${PEOPLE}.well_known_discovery_uri`]:
      "https://people.example.com/.well-known/openid-configuration",
    [`${PEOPLE}.claims.groups`]: "groups",
    [`${PEOPLE}.authorization.group_to_role_mapping`]: "staff=reader;owners=admin",
    "dbms.security.procedures.unrestricted": "apoc.meta.*",
    "db.transaction.timeout": "30s",
    "server.memory.heap.max_size": "1g",
    "server.http.enabled": "false",
  };
}

function values(): Record<string, unknown> {
  const sidecar = (name: string) => ({
    name,
    image: "neo4j:5.26.30-enterprise",
    command: ["bash", "-c", "sleep infinity"],
    env: [{ name: "LEVEL", value: "info" }],
    volumeMounts: [{ name: `mine-${name}`, mountPath: "/mine" }],
  });
  return {
    ssl: { bolt: { privateKey: { secretName: "tls" }, publicCertificate: { secretName: "tls" } } },
    services: { neo4j: { enabled: true, annotations: { note: "inside" } } },
    env: { LEVEL: "info", REGION: "eu" },
    jvm: { additionalJvmArguments: ["-Xss2m", "-javaagent:/plugins/agent.jar"] },
    podSpec: { containers: Array.from({ length: 10 }, (_, index) => sidecar(`sidecar-${index}`)) },
    additionalVolumes: Array.from({ length: 10 }, (_, index) => ({
      name: `mine-sidecar-${index}`,
      hostPath: { path: "/var/log" },
    })),
  };
}
