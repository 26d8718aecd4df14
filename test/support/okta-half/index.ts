import { authorizationServer, declareAuthorization } from "../../../infra/authorization.ts";
import { declareAccounts } from "../../../infra/declare.ts";
import { peoplesGroups } from "../../../infra/people-groups.ts";
import { readSettings } from "../../../infra/settings.ts";
import { declareSignIns } from "../../../infra/sign-ins.ts";

const settings = readSettings();
const server = await authorizationServer(settings);
const groups = await peoplesGroups(settings);
const accounts = declareAccounts(settings);
const authorization = declareAuthorization(settings, server, accounts);
await declareSignIns(settings, server, authorization, groups);
