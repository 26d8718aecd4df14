import { createSecurity, Neo4jServer, parseConfiguration } from "../../../neo4j/index.ts";
import { CLIENT_ID, type Issuer } from "../../support/issuers/index.ts";

const PASSWORD = "correct-horse-battery";

/** Where people sign in. */
export type Provider = Pick<Issuer, "discoveryUri" | "audience" | "clientSecret">;

/** A sign-in that the database offers. */
export interface SignIn {
  name: string;
  at: Provider;
  /** Whether the ID token logs in, instead of the access token. */
  withIdToken?: boolean;
}

/** A database that runs. */
export interface Database {
  server: Neo4jServer;
  /** Lines of its security log. */
  log: readonly string[];
  /** Runs a statement as the user `neo4j`. */
  administer(statement: string): Promise<void>;
}

/** A database with these sign-ins by id, beside the services' provider, which comes first. */
export async function startDatabase(
  signIns: Record<string, SignIn>,
  settings: Record<string, string> = {},
): Promise<Database> {
  const list = ["services", ...Object.keys(signIns)].map((id) => `oidc-${id}`).join(",");
  const [first] = Object.values(signIns);
  const all = {
    "dbms.security.authentication_providers": `${list},native`,
    "dbms.security.authorization_providers": `${list},native`,
    // What is declared for the Browser holds: no banner about telemetry is in the pictures.
    "client.allow_telemetry": "false",
    "dbms.security.oidc.services.display_name": "Services",
    "dbms.security.oidc.services.well_known_discovery_uri": first?.at.discoveryUri ?? "",
    "dbms.security.oidc.services.audience": "neo4j-services",
    ...Object.assign({}, ...Object.entries(signIns).map(([id, signIn]) => settingsOf(id, signIn))),
    ...settings,
  };
  const configuration = parseConfiguration(new Map(Object.entries(all)));
  const initialPassword = { password: PASSWORD, changeRequired: false };
  const log: string[] = [];
  const security = createSecurity(configuration, {
    initialPassword,
    log: (line) => log.push(line),
  });
  await security.start();
  const server = new Neo4jServer({ configuration, security });
  await server.start();
  const administer = async (statement: string) => {
    const neo4j = { scheme: "basic", principal: "neo4j", credentials: PASSWORD };
    await security.execute(await security.login(neo4j), statement, new Map());
  };
  return { server, log, administer };
}

function settingsOf(id: string, { name, at, withIdToken }: SignIn): Record<string, string> {
  const settings = {
    display_name: name,
    auth_flow: "pkce",
    well_known_discovery_uri: at.discoveryUri,
    audience: withIdToken ? CLIENT_ID : (at.audience ?? CLIENT_ID),
    params: `client_id=${CLIENT_ID};response_type=code;scope=openid profile email`,
    ...(at.clientSecret && { token_params: `client_secret=${at.clientSecret}` }),
    ...(withIdToken && {
      config: "token_type_principal=id_token;token_type_authentication=id_token",
    }),
    "claims.groups": "groups",
    "authorization.group_to_role_mapping": '"neo4j-engineers"=admin,publisher',
  };
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`dbms.security.oidc.${id}.${key}`, value]),
  );
}
