export type Settings = Record<string, unknown>;
export type Account = Record<string, unknown>;

const MODULUS =
  "mTfDUZ5_NU8efyZTcDPETwBihiibyQEfEifsJlW5d1VsMmmqpX9M5Onma4LalDlx478-z_IazRPuqNqNj924awSI597M1_cQoxa1OTAZ79r6d8iZGDTUJAWF7Scwdx3NJo60-nDxl2sIu2W5jwyRuDA8R1ywe1wrfyxzQSUHZ6dB4sFPTxLhCVHbCBP6R_pmTdZWs4DrFerwaiGf844vmZggaUDRNuRqbx9y7qpUFmP9rOut1viTd7uv6hW4Okia7V9C7pkBxeUyk8jEdOmVSNCbn3qwsfDEWv8G5GheVTjph47jkvsud4MO_37conjKGHgOxds1Yxv2ZcpoGB9K1Q";

/** A public key; each `kid` stands for another one. */
export function key(kid: string) {
  const middle = kid.replaceAll("-", "_");
  return {
    kty: "RSA",
    kid,
    e: "AQAB",
    n: MODULUS.slice(0, 9) + middle + MODULUS.slice(9 + middle.length),
  };
}

export const LOADER: Account = {
  name: "etl-loader",
  owner: "etl@example.com",
  groups: ["neo4j_publisher"],
  credential: "client_secret",
  deliverTo: { namespace: "default", secret: "neo4j-login" },
};
export const REPORTING: Account = {
  name: "graph-reporting",
  owner: "reporting@example.com",
  groups: ["neo4j_reader"],
  credential: { privateKeyJwt: { jwks: [key("key-1"), key("key-2")] } },
};
export const SUPPORT: Account = {
  name: "support-bot",
  owner: "support@example.com",
  groups: ["neo4j_reader"],
  credential: "client_secret",
  disabled: true,
};
export const ACCOUNTS = [LOADER, REPORTING, SUPPORT];
/** The administrator without whom passwords are not switched off. */
export const GARDENER: Account = {
  name: "gardener",
  groups: ["neo4j_admin"],
  credential: "client_secret",
};
export const GROUPS = {
  neo4j_admin: ["admin"],
  neo4j_publisher: ["publisher"],
  neo4j_reader: ["reader"],
};
export const NEO4J = { license: "eval" };

const DEDICATED = {
  authorizationServer: { name: "neo4j", audience: "api://neo4j" },
  groups: GROUPS,
  accounts: ACCOUNTS,
  neo4j: NEO4J,
};

/** Groups that the org has, whatever a stack declares. */
export const PEOPLES_GROUPS = ["engineers", "collaborators", "contractors"];

/** People who sign in by an app of the stack, with tokens of a server of their own. */
export const OKTA_PEOPLE = {
  id: "okta",
  provider: "okta",
  browsers: ["http://localhost:7474/browser/", "https://bloom.example.com/bloom/"],
  authorizationServer: { name: "people", audience: "api://people" },
  groups: { engineers: ["publisher"], collaborators: ["reader"] },
};

export const ENTRA_PEOPLE = {
  id: "azure",
  provider: "entra",
  tenant: "54e85725-ed2a-49a4-a19e-11c8d29f9a0f",
  clientId: "4376dc8b-b5af-424f-9ada-c1c1b2d416b9",
  apiScope: "access-token",
  browsers: ["https://neo4j.example.com/browser/"],
  groups: { "e8b6ddfa-688d-4ace-987d-6cc5516af188": ["publisher"] },
};

export const GOOGLE_PEOPLE = {
  id: "google",
  provider: "google",
  clientId: "345461137297-example.apps.googleusercontent.com",
  clientSecret: "GOCSPX-not-a-secret",
  browsers: ["https://neo4j.example.com/browser/"],
};

/** Stacks as they are deployed before each change. */
export const BASES = {
  dedicated: DEDICATED,
  adopted: {
    authorizationServer: { id: "default", audience: "api://default" },
    groups: GROUPS,
    accounts: ACCOUNTS,
    neo4j: NEO4J,
  },
  people: { ...DEDICATED, signIns: [OKTA_PEOPLE, ENTRA_PEOPLE] },
} as const satisfies Record<string, Settings>;
