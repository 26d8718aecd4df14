import type { Outcome } from "../../../verify/outcome.ts";
import type { AccountReport, Report } from "../../../verify/report.ts";

const ETL: AccountReport = {
  name: "etl-loader",
  clientId: "etl-loader-client",
  owner: "etl@example.com",
  groups: ["neo4j_publisher", "neo4j_reader"],
  roles: ["publisher", "reader"],
  disabled: false,
  proof: "proven",
};
const RETIRED: AccountReport = {
  name: "retired",
  clientId: "retired",
  groups: ["neo4j_reader"],
  roles: ["reader"],
  disabled: true,
  proof: "proven",
};

const passed = { status: "passed", optional: false } as const;
const login = { check: "login.bolt", title: "The token opens the database over Bolt" };

const DISCOVERY: Outcome = {
  ...passed,
  check: "discovery.reachable",
  title: "The issuer's discovery document is there, over https",
  stage: "okta",
  seen: "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
};
const LOGIN: Outcome = { ...passed, ...login, stage: "login", account: "etl-loader", seen: "etl" };
const POLICY: Outcome = {
  check: "okta.policy_clients",
  title: "Read back: the stack's scope is granted to the stack's clients only",
  stage: "policy",
  status: "skipped",
  optional: true,
  reason: "no credential for Okta's API was given (--okta-api)",
};
const BREAK_GLASS: Outcome = {
  check: "break_glass.login",
  title: "The native password opens the database as an administrator",
  stage: "break-glass",
  status: "inapplicable",
  optional: false,
  reason: "not asked for (--break-glass)",
};

/** Every account is proven. */
export const PROVEN: Report = {
  version: 1,
  proof: "proven",
  issuer: "https://example.okta.com/oauth2/default",
  audience: "api://default",
  boltUri: "bolt://127.0.0.1:7687",
  httpUri: "http://127.0.0.1:7474",
  accounts: [ETL, RETIRED],
  outcomes: [DISCOVERY, LOGIN, POLICY, BREAK_GLASS],
  tokenRequests: { sent: 3, retries: 1 },
};

/** One check of an account failed, and the next was not reached. */
export const FAILED: Report = {
  ...PROVEN,
  proof: "failed",
  accounts: [{ ...ETL, proof: "failed" }, RETIRED],
  outcomes: [
    DISCOVERY,
    {
      ...LOGIN,
      status: "failed",
      expected: "a login",
      seen: "Neo.ClientError.Security.Unauthorized: no",
      side: "neo4j",
      setting: "dbms.security.oidc.okta-backend.audience",
      fix: "Run pulumi up to restore it.",
    },
    {
      check: "login.username",
      title: "Neo4j knows the caller by the client id",
      stage: "login",
      account: "etl-loader",
      status: "not_reached",
      optional: false,
      reason: "comes after login.bolt",
    },
    POLICY,
  ],
};

/** Nothing failed, and the credential of an account is not there. */
export const INCOMPLETE: Report = {
  ...PROVEN,
  proof: "incomplete",
  accounts: [{ ...ETL, proof: "incomplete" }],
  outcomes: [
    DISCOVERY,
    {
      check: "token.issued",
      title: "Okta issues a token",
      stage: "token",
      account: "etl-loader",
      status: "skipped",
      optional: false,
      reason: "no client secret of etl-loader was found",
    },
    POLICY,
  ],
};

/** People sign in too, and one way is not as declared. */
export const PEOPLE: Report = {
  ...PROVEN,
  proof: "failed",
  signIns: [
    { id: "okta", provider: "okta", groups: { engineers: ["publisher"] }, proof: "failed" },
    { id: "azure", provider: "entra", groups: { a1: ["reader"], b2: ["admin"] }, proof: "proven" },
  ],
  outcomes: [
    ...PROVEN.outcomes,
    {
      ...passed,
      check: "sign_in.discovery",
      title: "The identity provider's discovery document is there, over https",
      stage: "sign-in",
      signIn: "okta",
      seen: "https://example.okta.com/oauth2/aus1/.well-known/openid-configuration",
    },
    {
      check: "sign_in.cors",
      title: "The identity provider lets pages of the Browser's origins read its answers (CORS)",
      stage: "browser",
      signIn: "okta",
      status: "failed",
      optional: true,
      expected: "https://neo4j.example.com",
      seen: "nothing",
      side: "okta",
      setting: "Trusted Origins (CORS)",
      fix: "Allow each of signIns[].origins.",
    },
    {
      check: "person.active",
      title: "The person may sign in at Okta (with --person and --okta-api)",
      stage: "person",
      signIn: "okta",
      status: "inapplicable",
      optional: true,
      reason: "not asked for (--person)",
    },
    {
      check: "sign_in.cors",
      title: "The identity provider lets pages of the Browser's origins read its answers (CORS)",
      stage: "browser",
      signIn: "azure",
      status: "skipped",
      optional: true,
      reason: "this identity provider tells only who brings a real code; sign in once to see",
    },
  ],
};
