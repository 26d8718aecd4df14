import { type Finding, show } from "../../../../access/finding.ts";
import { BUILT_IN_ROLES } from "../../../../access/roles.ts";
import { valueAt } from "../../../../access/tree.ts";
import { carriedVersion, neo4jImage } from "../../../../components/neo4j/chart.ts";
import { providers } from "../../../../components/neo4j/release-findings.ts";
import type { Draft } from "../../draft.ts";
import type { Rule } from "../rule.ts";
import { authRuleFindings } from "./auth-rules.ts";
import { type Database, declaredRoles, grantedInDatabase, roleFindings } from "./roles.ts";
import { localUserFindings, userFindings } from "./users.ts";

/** What is declared inside of the database can be made there, and takes nobody's way in. */
export const databaseRules: Rule = (draft) => {
  const { database, customRoles = [], neo4j } = draft;
  if (database === undefined) return [];
  const known = [...BUILT_IN_ROLES, ...customRoles, ...declaredRoles(database)];
  const version = carriedVersion(neo4j.chart);
  return [
    ...roleFindings(database, customRoles),
    ...userFindings(database, known, userProviders(draft)),
    ...localUserFindings(draft, version),
    ...authRuleFindings(database, known, neo4j.config ?? {}, version),
    ...removedFindings(database, draft),
    ...(database.applyOnUp ? jobFindings(neo4j) : []),
  ];
};

/** The Job has an image, and a password that opens the database. */
function jobFindings(neo4j: Draft["neo4j"]): Finding[] {
  const at = ["database", "applyOnUp"];
  const image = neo4jImage(neo4j.chart ?? {}, valueAt(neo4j.values, ["image", "customImage"]));
  const noImage: Finding = {
    code: "apply-on-up",
    at,
    message: "needs an image with cypher-shell, and a chart by path may run any",
    allowed: "a chart by version, or neo4j.values.image.customImage beside it",
    fix: "name the image, or leave it out and run npm run database",
  };
  const noLogin: Finding = {
    code: "apply-on-up",
    at,
    message: "logs in with the break-glass password, and neo4j.nativeLogin is false",
    allowed: "applyOnUp with nativeLogin",
    fix: "leave it out, and run npm run database",
  };
  return [
    ...(image === undefined ? [noImage] : []),
    ...(neo4j.nativeLogin === false ? [noLogin] : []),
  ];
}

function userProviders({ neo4j, signIns, accounts }: Draft): string[] {
  const { providerId, otherProviders } = providers({ ...neo4j, services: accounts?.length !== 0 });
  const own = [providerId ?? [], ...signIns.map(({ id }) => id ?? [])].flat();
  return [...own.map((id) => `oidc-${id}`), ...otherProviders];
}

/** What is dropped is not declared any more, and nobody needs it. */
function removedFindings(database: Database, { groups = {}, signIns }: Draft): Finding[] {
  const { removed } = database;
  const mappings = [groups, ...signIns.map((signIn) => signIn.groups ?? {})];
  const mapped = mappings.flatMap((mapping) => Object.values(mapping).flat());
  const kept: Record<keyof typeof removed, [names: readonly string[], why: string][]> = {
    roles: [
      [declaredRoles(database), "is declared too"],
      [[...BUILT_IN_ROLES, "PUBLIC"], "is a built-in role"],
      [mapped, "is a role that a group grants"],
      [grantedInDatabase(database), "is a role that a user or an auth rule gets"],
    ],
    users: [
      [database.users.map(({ name }) => name), "is declared too"],
      [["neo4j"], "is the break-glass user"],
    ],
    authRules: [[database.authRules.map(({ name }) => name), "is declared too"]],
  };
  return (["roles", "users", "authRules"] as const).flatMap((kind) =>
    removed[kind].flatMap((name, index) =>
      kept[kind]
        .filter(([names]) => names.includes(name))
        .slice(0, 1)
        .map(([, why]) => ({
          code: "removed",
          at: ["database", "removed", kind, index],
          message: `is ${show(name)}, which ${why}`,
          allowed: "names that were declared once, and are needed no more",
          fix: "remove it",
        })),
    ),
  );
}
