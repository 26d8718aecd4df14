import { productionSettings as production, validAccount } from "../../../support/settings.ts";
import { Refusals, setting } from "./refusals.ts";

const refused = new Refusals();

const TLS = { bolt: { privateKey: { secretName: "tls" } } };
const admin = { groups: { neo4j_reader: ["admin"] } };
const waiver = {
  rule: "admin-role",
  until: "2026-12-31",
  reason: "migration, agreed with security",
};
refused.add(
  "production-account-owner",
  "accounts[0].owner",
  'is missing for "etl-loader", in a stack marked production',
  production({ accounts: [validAccount()] }),
);
refused.add(
  "production-admin-role",
  "accounts[0].groups",
  'give "etl-loader" the role admin, in a stack marked production (somebody has the role admin)',
  production(admin),
);
refused.add(
  "production-admin-role",
  "accounts[0].groups",
  'give "etl-loader" the role admin, in a stack marked production (somebody has the role admin)',
  production({ ...admin, waivers: [{ ...waiver, until: "2026-11-21" }] }),
);
refused.add(
  "production-admin-role",
  "groups.admins",
  "grants the role admin to whoever has it, in a stack marked production (somebody has the role admin)",
  production({ groups: { neo4j_reader: ["reader"], admins: ["admin"] } }),
);
refused.add(
  "production-evaluation-license",
  "neo4j.license",
  'is "eval", in a stack marked production (Neo4j runs under the evaluation licence)',
  production({ neo4j: { license: "eval" } }),
);
refused.add(
  "production-shared-server",
  "authorizationServer.id",
  "is \"default\", a server that is not this stack's alone, in a stack marked production (others may issue tokens like this stack's)",
  { ...production(), waivers: [] },
);
refused.add(
  "production-jwt-claims-log",
  setting("dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled"),
  "is true, in a stack marked production (Neo4j logs the claims of tokens)",
  production({
    neo4j: {
      license: "yes",
      config: { "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": true },
    },
  }),
);
refused.add(
  "production-load-balancer",
  "neo4j.values.services.neo4j.enabled",
  "is true, in a stack marked production (Neo4j is published outside the cluster)",
  production({
    neo4j: {
      license: "yes",
      config: { "server.http.enabled": false },
      values: { services: { neo4j: { enabled: true } }, ssl: TLS },
    },
  }),
);
refused.add(
  "production-load-balancer",
  "neo4j.values.services.admin.spec.type",
  'is "NodePort", in a stack marked production (Neo4j is published outside the cluster)',
  production({
    neo4j: {
      license: "yes",
      config: { "server.http.enabled": false },
      values: { services: { admin: { spec: { type: "NodePort" } } }, ssl: TLS },
    },
  }),
);
refused.add(
  "waiver-account",
  "waivers[0].account",
  'is "somebody", which is no account',
  production({ waivers: [{ ...waiver, account: "somebody" }] }),
);
refused.add(
  "waiver-account",
  "waivers[0].account",
  "narrows load-balancer, which concerns no account",
  production({ waivers: [{ ...waiver, rule: "load-balancer", account: "etl-loader" }] }),
);
refused.add(
  "waiver-reason",
  "waivers[0].reason",
  'is "            "',
  production({ waivers: [{ ...waiver, reason: " ".repeat(12) }] }),
);
refused.add(
  "waiver-reason",
  "waivers[0].reason",
  'is "because"',
  production({ waivers: [{ ...waiver, reason: "because" }] }),
);
refused.add("wrong-type", "waivers", "is text", {
  ...production({ production: false }),
  waivers: "none",
});
refused.add(
  "not-allowed",
  "waivers[0].rule",
  'is "everything"',
  production({ waivers: [{ ...waiver, rule: "everything" }] }),
);

/** Refusals that concern production rules and waivers. */
export default refused.all;
