import type { Preview } from "../access/difference/step.ts";
import { clientsOf, TYPES } from "../access/effective/okta.ts";
import { isForPeople } from "../access/effective/peoples-tokens.ts";
import { nameOf, type Resource, Unknown } from "../access/effective/resource.ts";
import { type Call, callsOf, type Declared } from "./calls.ts";
import { leastPrivilege } from "./least-privilege.ts";
import type { Report } from "./schema.ts";

const CREATING: readonly string[] = ["create", "create-replacement", "replace"];

/**
 * Computes what each identity needs from what a preview says that the stack has and will have: the deployer; the
 * reviewer, who reads what is there (previews, review, drift, `verify --okta-api`) and sees no secret; and the rotator of
 * keys and secrets, once Okta has accounts.
 *
 * @param mayCreate true: as if all of the stack were still to be created
 */
export function reportOf(preview: Preview, { mayCreate }: { mayCreate: boolean }): Report {
  const { after, before } = preview;
  const declared = atOkta(preview).map((one) => (mayCreate ? asNew(one) : one));
  const rotating = rotatorCalls(after);
  const unknown = declared.filter((one) => callsOf(one) === undefined);
  return {
    version: 1,
    stack: [...after, ...before][0]?.urn.split(":")[2] ?? "",
    identities: {
      deployer: leastPrivilege(declared.flatMap((one) => callsOf(one) ?? [])),
      reviewer: leastPrivilege(reviewerCalls(declared)),
      ...(rotating.length === 0 ? {} : { rotator: leastPrivilege(rotating) }),
    },
    unknown: [...new Map(unknown.map(({ resource }) => [resource.urn, resource])).values()].map(
      (resource) => ({ type: resource.type, resource: nameOf(resource) }),
    ),
  };
}

/**
 * What the stack has at Okta or will have. The same identity deletes what is the stack's own and goes, or is replaced:
 * that may be another object, or one on other objects.
 */
function atOkta({ before, after, steps }: Preview): Declared[] {
  const created = new Set(
    steps.flatMap(({ operation, urn }) => (CREATING.includes(operation) ? [urn] : [])),
  );
  const own = before.filter(({ external }) => !external);
  return [
    ...after.map((resource) => ({ resource, isNew: created.has(resource.urn) })),
    ...own.map((resource) => ({ resource, isNew: false })),
  ].filter(({ resource }) => resource.type.startsWith("okta:"));
}

function asNew({ resource }: Declared): Declared {
  return { resource, isNew: resource.external !== true };
}

/**
 * What `drift` and `verify` read. Who else gets tokens is asked of all apps: an app that nobody shows would be
 * taken for none.
 */
function reviewerCalls(declared: readonly Declared[]): Call[] {
  const calls = declared.flatMap((one) => callsOf(one) ?? []);
  const read = (kind: Call["kind"], from: Call): Call => ({ ...from, kind });
  return calls.flatMap((call) => {
    if (call.on.groups !== undefined) {
      const all = { groups: new Unknown([]), users: new Unknown([]) };
      return [
        read("group.list", { ...call, on: all }),
        read("user.list", { ...call, on: all }),
        ...(call.kind === "app.assign-group" ? [read("app.read", { ...call, on: {} })] : []),
      ];
    }
    if (call.kind.startsWith("app.")) return [read("app.list", { ...call, on: {} })];
    if (call.kind.startsWith("server.")) return [read("server.read", call)];
    return call.kind === "origin.read" ? [call] : [];
  });
}

/** Keys and secrets of the service accounts. A client secret can be read by whoever rotates it. */
function rotatorCalls(resources: readonly Resource[]): Call[] {
  return clientsOf(resources).flatMap(({ app, name, credential, grantTypes }) => {
    if (app.type !== TYPES.app || app.id instanceof Unknown || isForPeople(grantTypes)) return [];
    const on = { apps: app.id };
    const change: Call = { kind: "app.secrets.change", on, resource: name };
    const read: Call = { kind: "app.secrets.read", on, resource: name };
    return credential.startsWith("client_secret") ? [change, read] : [change];
  });
}
