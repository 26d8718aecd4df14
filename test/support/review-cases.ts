/** A change of one stack's settings, as a pull request would make it. */
export interface ReviewCase {
  /** Name of its files. */
  name: string;
  base: keyof typeof BASES;
  settings: Settings;
  /** Exit status of `npm run review` with the gate's defaults. */
  status: 0 | 1;
}

type Settings = Record<string, unknown>;
type Account = Record<string, unknown>;

const MODULUS =
  "mTfDUZ5_NU8efyZTcDPETwBihiibyQEfEifsJlW5d1VsMmmqpX9M5Onma4LalDlx478-z_IazRPuqNqNj924awSI597M1_cQoxa1OTAZ79r6d8iZGDTUJAWF7Scwdx3NJo60-nDxl2sIu2W5jwyRuDA8R1ywe1wrfyxzQSUHZ6dB4sFPTxLhCVHbCBP6R_pmTdZWs4DrFerwaiGf844vmZggaUDRNuRqbx9y7qpUFmP9rOut1viTd7uv6hW4Okia7V9C7pkBxeUyk8jEdOmVSNCbn3qwsfDEWv8G5GheVTjph47jkvsud4MO_37conjKGHgOxds1Yxv2ZcpoGB9K1Q";

/** A public key; each `kid` stands for another one. */
function key(kid: string) {
  return {
    kty: "RSA",
    kid,
    e: "AQAB",
    n: `${MODULUS.slice(0, -kid.length)}${kid.replaceAll("-", "_")}`,
  };
}

const LOADER: Account = {
  name: "etl-loader",
  owner: "etl@example.com",
  groups: ["neo4j_publisher"],
  credential: "client_secret",
  deliverTo: { namespace: "default", secret: "neo4j-login" },
};
const REPORTING: Account = {
  name: "graph-reporting",
  owner: "reporting@example.com",
  groups: ["neo4j_reader"],
  credential: { privateKeyJwt: { jwks: [key("key-1"), key("key-2")] } },
};
const SUPPORT: Account = {
  name: "support-bot",
  owner: "support@example.com",
  groups: ["neo4j_reader"],
  credential: "client_secret",
  disabled: true,
};
const ACCOUNTS = [LOADER, REPORTING, SUPPORT];
const GROUPS = { neo4j_admin: ["admin"], neo4j_publisher: ["publisher"], neo4j_reader: ["reader"] };
const NEO4J = { license: "eval" };

/** Stacks as they are deployed before each change. */
export const BASES = {
  dedicated: {
    authorizationServer: { name: "neo4j", audience: "api://neo4j" },
    groups: GROUPS,
    accounts: ACCOUNTS,
    neo4j: NEO4J,
  },
  adopted: {
    authorizationServer: { id: "default", audience: "api://default" },
    groups: GROUPS,
    accounts: ACCOUNTS,
    neo4j: NEO4J,
  },
} as const satisfies Record<string, Settings>;

function change(
  name: string,
  settings: Settings,
  { base = "dedicated", status = 0 }: Partial<Pick<ReviewCase, "base" | "status">> = {},
): ReviewCase {
  return { name, base, status, settings: { ...BASES[base], ...settings } };
}

/** The accounts with one of them changed; undefined removes it. */
function accounts(name: string, changes: Account | undefined): Settings {
  return {
    accounts: ACCOUNTS.flatMap((account) => {
      if (account.name !== name) return [account];
      return changes === undefined ? [] : [{ ...account, ...changes }];
    }),
  };
}

/** Every change that has a recorded preview and a page. */
export const CASES: readonly ReviewCase[] = [
  change("nothing", {}),
  change("reader-to-publisher", accounts("graph-reporting", { groups: ["neo4j_publisher"] })),
  change("account-new", {
    accounts: [
      ...ACCOUNTS,
      { name: "dashboards", groups: ["neo4j_reader"], credential: "client_secret" },
    ],
  }),
  change("account-removed", accounts("etl-loader", undefined)),
  change("account-disabled", accounts("etl-loader", { disabled: true })),
  change("account-enabled", accounts("support-bot", { disabled: false })),
  change("lifetime-longer", { tokenLifetimeMinutes: 720 }, { status: 1 }),
  change("namespace", { neo4j: { ...NEO4J, namespace: "graph" } }),
  change(
    "dedicated-to-adopted",
    { authorizationServer: BASES.adopted.authorizationServer },
    { status: 1 },
  ),
  change(
    "adopted-to-dedicated",
    { authorizationServer: BASES.dedicated.authorizationServer },
    { base: "adopted" },
  ),
];
