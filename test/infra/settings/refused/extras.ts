import { NEO4J_CHART_VERSION } from "../../../../components/neo4j/chart.ts";
import { config, neo4j, Refusals, setting } from "./refusals.ts";

const refused = new Refusals();

const OIDC = "dbms.security.oidc.okta-backend";
refused.add("config-key", setting("a b"), "is no key of a ConfigMap", config({ "a b": "x" }));
refused.add(
  "config-unknown-name",
  setting(`${OIDC}.claims.audience`),
  "is no Neo4j setting, and Neo4j would drop it without a word",
  config({ [`${OIDC}.claims.audience`]: "x" }),
);
refused.add(
  "config-unknown-name",
  setting("dbms.security.reqire_local_user"),
  "is no Neo4j setting, and Neo4j would not start",
  config({ "dbms.security.reqire_local_user": false }),
);
refused.add(
  "config-unknown-name",
  setting("server.http.x_forward.enabled"),
  `is a setting since Neo4j 2026.03, and the chart carries ${NEO4J_CHART_VERSION}`,
  config({ "server.http.x_forward.enabled": true }),
);
refused.add(
  "config-chart",
  setting("server.jvm.additional"),
  "is refused by the chart",
  config({ "server.jvm.additional": "-Xmx1g" }),
);
refused.add(
  "config-derived",
  setting(`${OIDC}.audience`),
  "is derived by the program, so that Okta and Neo4j cannot disagree",
  config({ [`${OIDC}.audience`]: "api://other" }),
);
refused.add(
  "config-derived",
  setting(`${OIDC}.jwks_uri`),
  "is derived by the program, so that Okta and Neo4j cannot disagree",
  config({ [`${OIDC}.jwks_uri`]: "https://example.com" }),
);
refused.add(
  "config-derived",
  setting("dbms.security.authentication_providers"),
  "is derived by the program, so that Okta and Neo4j cannot disagree",
  config({ "dbms.security.authentication_providers": "native" }),
);
refused.add(
  "config-contradiction",
  setting("dbms.security.auth_enabled"),
  "is false, which would let everybody in",
  config({ "dbms.security.auth_enabled": false }),
);
refused.add(
  "config-contradiction",
  setting("dbms.security.require_local_user"),
  "is true, which would refuse service accounts that are no local users",
  config({ "dbms.security.require_local_user": " TRUE " }),
);
refused.add(
  "config-secret",
  setting("dbms.security.ldap.authorization.system_password"),
  "holds a secret, which a ConfigMap and the Helm release would show in the clear",
  config({ "dbms.security.ldap.authorization.system_password": "hunter2" }),
);
refused.add(
  "config-expansion",
  setting("db.logs.query.enabled"),
  'begins with "$(": Neo4j would run it as a command',
  config({ "db.logs.query.enabled": " $(cat /etc/passwd)" }),
);
refused.add(
  "config-value",
  setting("server.logs.debug.enabled"),
  "holds a line break or control character",
  config({ "server.logs.debug.enabled": "true\nfalse" }),
);
refused.add(
  "config-value",
  setting(`${OIDC}.params`),
  "lacks the key client_id",
  config({ [`${OIDC}.params`]: "scope=openid" }),
);
refused.add(
  "config-value",
  setting(`${OIDC}.config`),
  "has element 2, which is not key=value",
  config({ [`${OIDC}.config`]: "token_type_principal=id_token; principal=sub" }),
);
refused.add(
  "config-incomplete-provider",
  setting("dbms.security.oidc.people"),
  "lacks audience, well_known_discovery_uri, and Neo4j would not start",
  neo4j({ otherProviders: ["oidc-people"] }),
);
refused.add(
  "config-unlisted-provider",
  setting("dbms.security.oidc.people"),
  "configures a provider that is not in use",
  config({ "dbms.security.oidc.people.audience": "x" }),
);

/** Refusals that concern extra Neo4j settings. */
export default refused.all;
