import { Authorization, Neo4jRelease } from "../components/index.ts";
import { accounts, authorizationServer, deliveries, neo4jArgs } from "./declare.ts";
import { accessContract, accountCredentials } from "./outputs.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings();

const server = await authorizationServer(settings);
const serviceAccounts = accounts(settings);

const authorization = new Authorization(
  "authorization",
  {
    server,
    clients: serviceAccounts.map(({ clientId }) => clientId),
    scope: settings.scope,
    claim: settings.claim.name,
    claimExpression: settings.claim.expression,
    tokenLifetimeMinutes: settings.tokenLifetimeMinutes,
  },
  { protect: settings.protect },
);

const neo4j = new Neo4jRelease("neo4j", neo4jArgs(settings, authorization), {
  protect: settings.protect,
});

deliveries(settings, serviceAccounts, authorization, neo4j);

/** What later tools need to know: an AccessContract, without a secret. */
export const access = accessContract(settings, serviceAccounts, authorization, neo4j);

/** Client ids and secrets by account, for accounts that have a secret; a secret. */
export const credentials = accountCredentials(settings, serviceAccounts);

/** The native user `neo4j` and its password; a secret. */
export const breakGlass = neo4j.breakGlass;
