import type { Properties } from "../../plugins/protocol/values.ts";
import type { Resource } from "./plugin-client.ts";

/** Lists that Okta answers and that are null in state until the first refresh, when nothing is in them. */
const LISTS = [
  "groupBlacklists",
  "groupWhitelists",
  "loginScopes",
  "postLogoutRedirectUris",
  "redirectUris",
  "userBlacklists",
  "userWhitelists",
];

/** What a refresh makes of a resource of which Okta knows nothing new: its empty lists are stored as such. */
export function refreshed(made: Resource): Resource {
  const { __pulumi_raw_state_delta: delta, ...outputs } = made.outputs;
  const { obj } = delta as { obj: Properties & { ps?: Properties } };
  const empty = LISTS.filter((name) => outputs[name] === null);
  if (empty.length === 0) return made;
  const ps = { ...obj.ps, ...Object.fromEntries(empty.map((name) => [name, { arr: {} }])) };
  return {
    ...made,
    outputs: {
      ...outputs,
      ...Object.fromEntries(empty.map((name) => [name, []])),
      __pulumi_raw_state_delta: { obj: { ...obj, ps } },
    },
  };
}
