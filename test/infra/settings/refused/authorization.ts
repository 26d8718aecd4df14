import { validSettings } from "../../../support/settings.ts";
import { Refusals } from "./refusals.ts";

const refused = new Refusals();
const server = (changes: Record<string, unknown>) =>
  validSettings({ authorizationServer: { audience: "api://default", ...changes } });

refused.add("authorization-server", "authorizationServer", "has neither id nor name", server({}));
refused.add(
  "authorization-server",
  "authorizationServer",
  "has both id and name",
  server({ id: "default", name: "neo4j" }),
);
refused.add("server-id", "authorizationServer.id", 'is "neo4j"', server({ id: "neo4j" }));
refused.add("server-name", "authorizationServer.name", 'is "default"', server({ name: "default" }));
for (const name of ["Default", "neo4j\u200b", "neo4j "]) {
  refused.add(
    "server-name",
    "authorizationServer.name",
    `is ${JSON.stringify(name)}`,
    server({ name }),
  );
}
refused.add(
  "audience",
  "authorizationServer.audience",
  'is "api://a,api://b"',
  server({ id: "default", audience: "api://a,api://b" }),
);
refused.add(
  "audience",
  "authorizationServer.audience",
  'is ""',
  server({ id: "default", audience: "" }),
);
for (const audience of ["$(id)", "api://\u200b", "api://a$(b)"]) {
  refused.add(
    "audience",
    "authorizationServer.audience",
    `is ${JSON.stringify(audience)}`,
    server({ id: "default", audience }),
  );
}
refused.add(
  "claim-name",
  "claim.name",
  'is "__proto__"',
  validSettings({ claim: { name: "__proto__" } }),
);
refused.add(
  "token-lifetime",
  "tokenLifetimeMinutes",
  "is 4",
  validSettings({ tokenLifetimeMinutes: 4 }),
);
refused.add(
  "token-lifetime",
  "tokenLifetimeMinutes",
  "is 1441",
  validSettings({ tokenLifetimeMinutes: 1441 }),
);
refused.add(
  "token-lifetime",
  "tokenLifetimeMinutes",
  "is 7.5",
  validSettings({ tokenLifetimeMinutes: 7.5 }),
);
refused.add("scope", "scope", 'is "neo4j groups"', validSettings({ scope: "neo4j groups" }));
refused.add("scope", "scope", 'is "openid"', validSettings({ scope: "openid" }));
refused.add("scope", "scope", 'is "okta.apps.read"', validSettings({ scope: "okta.apps.read" }));
refused.add("claim-name", "claim.name", 'is "sub"', validSettings({ claim: { name: "sub" } }));
for (const expression of [
  "appuser.neo4j_groups",
  "user.neo4j_groups",
  "appuser.neo4j_groups ?: app.profile.neo4j_groups",
  "(appuser != null) ? appuser.neo4j_groups : null",
  "app.profile",
]) {
  refused.add(
    "claim-expression",
    "claim.expression",
    `is ${JSON.stringify(expression)}`,
    validSettings({ claim: { expression } }),
  );
}

/** Refusals that concern the authorization server, scope and claim. */
export default refused.all;
