import { filterCarries } from "../../../access/effective/groups-filter.ts";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import type { OktaApi } from "../../../okta-api/client.ts";
import type { OktaClaim } from "../../../okta-api/objects.ts";
import { type Finding, show } from "../../checks/check.ts";
import { found, lookAt, noApp, noServer, type Unclear } from "./look.ts";

/** Who may use the app: a person in none of its groups is refused by Okta. */
export const groupsFinding = lookAt(async ({ okta, signIn }) => {
  const app = await okta.app(signIn.clientId);
  if (app === undefined) return noApp(signIn);
  const declared = await groupIdsOf(signIn, okta);
  const absent = [...declared].find(([, id]) => id === undefined)?.[0];
  if (absent !== undefined) return found(`group ${absent}`, "there is no such group");
  const assigned = (await okta.groupAssignments(app)).map(({ id }) => id);
  const ids = [...declared.values()];
  const lacking = [...declared].find(([, id]) => !assigned.includes(id ?? ""))?.[0];
  if (lacking !== undefined) return found("groups of the app", `${lacking} is not assigned`);
  const stray = assigned.find((id) => !ids.includes(id));
  if (stray !== undefined) return found("groups of the app", `group ${stray} is assigned too`);
  if (app.settings.implicitAssignment === true) {
    return found("groups of the app", "everybody may use it, whomever it is assigned to");
  }
  return twinFinding(signIn, okta);
});

/** A token says names of groups: members of either have the roles, and only one of the two is looked after for it. */
async function twinFinding(
  { groups }: ContractSignIn,
  okta: OktaApi,
): Promise<Finding | undefined> {
  for (const name of Object.keys(groups)) {
    const all = await okta.groupsCalled(name);
    if (all.length < 2) continue;
    const fix = "Rename all but one at Okta, or in the directory that they come from.";
    const seen = `${all.length} groups have that name: ${all.map(({ id }) => id).join(", ")}`;
    return { ...found(`group ${name}`, seen), fix };
  }
  return undefined;
}

/** The claim that carries people's groups. */
export const claimFinding = lookAt<Finding | Unclear>(async ({ okta, signIn }) => {
  const { groupsClaim, tokenType } = signIn;
  if (groupsClaim === undefined) return undefined;
  const server = await okta.server(signIn.issuer ?? "");
  if (server === undefined) return noServer(signIn);
  const type = tokenType === "id_token" ? "IDENTITY" : "RESOURCE";
  const claims = (await okta.claims(server)).filter(
    (claim) => claim.name === groupsClaim && claim.claimType === type,
  );
  const setting = "groups claim of people's tokens";
  const [claim] = claims;
  if (claim === undefined) return found(setting, `the server has no claim ${groupsClaim}`);
  if (claims.length > 1) return found(setting, `${claims.length} claims have that name`);
  if (claim.status !== "ACTIVE") return found(setting, `the claim is ${claim.status}`);
  if (claim.valueType !== "GROUPS") return found(setting, `it is ${claim.valueType}, not GROUPS`);
  return filterFinding(claim, Object.keys(signIn.groups));
});

/** What an administrator of Okta wrote is never run: see `filterCarries`. */
function filterFinding(claim: OktaClaim, groups: readonly string[]): Finding | Unclear | undefined {
  const { group_filter_type: filter = "", value = "" } = claim;
  const said = (group: string) => {
    if (filter === "CONTAINS") return group.includes(value ?? "") ? "yes" : "no";
    const properties = { groupFilterType: filter ?? "", value: value ?? "" };
    return filterCarries({ urn: "", type: "", id: claim.id, properties }, group);
  };
  const all = groups.map((group) => ({ group, sure: said(group) }));
  const outside = all.find(({ sure }) => sure === "no");
  if (outside !== undefined) {
    return found(
      "filter of the groups claim",
      `${filter} ${show(value)} leaves ${outside.group} out`,
    );
  }
  return all.every(({ sure }) => sure === "yes")
    ? undefined
    : { unclear: `the filter ${filter} ${show(value)} is more than a list of names` };
}

/** The ids of the mapped groups, by name; undefined for one that is not there. */
export async function groupIdsOf(
  { groups }: ContractSignIn,
  okta: OktaApi,
): Promise<Map<string, string | undefined>> {
  const names = Object.keys(groups);
  const ids = await Promise.all(names.map(async (name) => (await okta.group(name))?.id));
  return new Map(names.map((name, index) => [name, ids[index]]));
}
