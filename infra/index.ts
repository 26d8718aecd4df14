import { Neo4jRelease } from "../components/index.ts";
import { authorizationServer, declareAuthorization } from "./authorization.ts";
import { databaseScript, declareAccounts, deliveries, neo4jArgs } from "./declare.ts";
import { accessContract, accountCredentials } from "./outputs.ts";
import { peoplesGroups } from "./people-groups.ts";
import { readSettings } from "./settings.ts";
import { declareSignIns } from "./sign-ins.ts";
import { useNativeStackTraces } from "./stack-traces.ts";

useNativeStackTraces();
const settings = readSettings();

const server = await authorizationServer(settings);
const groups = await peoplesGroups(settings);
const accounts = declareAccounts(settings);

const authorization = declareAuthorization(settings, server, accounts);
const signIns = await declareSignIns(settings, server, authorization, groups);

const neo4j = new Neo4jRelease("neo4j", neo4jArgs(settings, authorization, signIns), {
  protect: settings.protect,
});

databaseScript(settings, neo4j);
deliveries(accounts, settings, authorization, neo4j);

/** What later tools need to know: an AccessContract, without a secret. */
export const access = accessContract(accounts, settings, server, signIns, neo4j);

/** Client ids and secrets by account, for accounts that have a secret; a secret. */
export const credentials = accountCredentials(accounts);

/** The native user `neo4j` and its password; a secret. */
export const breakGlass = neo4j.breakGlass;
