import { visible } from "../access/visible.ts";
import { wrapped } from "../access/wrap.ts";
import { named } from "./plan.ts";
import type { LeastPrivilege, Report } from "./schema.ts";

const TITLES = {
  deployer: "deployer: deploys the stack",
  reviewer: "reviewer: reads for previews, review, drift and verify; sees no secret",
  rotator: "rotator: changes keys and secrets of the stack's accounts",
} as const;

/** What is to be done about calls that no custom role allows. */
export const BEYOND_FIXES = {
  deployer:
    "leave createOrigins out of the sign-in and let an administrator make the Trusted Origins",
  reviewer: "nothing; drift and verify say that they did not look at Trusted Origins",
} as const;

/** So many resources of a call are named; the rest are counted. */
const NAMED = 5;

const COLLECTIONS: Readonly<Record<string, string>> = {
  apps: "apps",
  authorizationServers: "authorization servers",
  groups: "groups",
  users: "users",
};

/** False when some of what the stack declares is beyond every custom role. */
export function isCovered({ identities, unknown }: Report): boolean {
  return identities.deployer.beyond.length === 0 && unknown.length === 0;
}

/** The page for a terminal: 80 columns, what is not covered last. */
export function renderText(report: Report): string {
  const { stack, identities } = report;
  const parts = named(identities).map(([name, privilege]) =>
    [TITLES[name], ...lines(privilege)].join("\n"),
  );
  const missing = identities.rotator === undefined ? [NO_ROTATOR] : [];
  return `${[`What the identities of stack ${visible(stack)} need of Okta`, ...parts, ...missing, ...notCovered(report)].join("\n\n")}\n`;
}

const NO_ROTATOR = wrapped(
  "rotator: none yet, as Okta has none of the stack's accounts. Fix: deploy, and run this again.",
);

function lines({ scopes, assignments, needs }: LeastPrivilege): string[] {
  if (needs.length === 0) return ["  needs nothing that a custom role gives"];
  return [
    labelled("scopes", scopes.join(", ")),
    ...assignments.flatMap(({ role, permissions, resources }) => [
      labelled(`role ${role}`, permissions.join(", ")),
      labelled("  on", few(resources)),
    ]),
    "  why",
    ...needs.map(({ permission, scope, resources, calls }) => {
      const on = resources.length === 0 ? "" : ` on ${few(resources)}`;
      const what = calls.map(({ call, resources: names }) => `${call} for ${few(names)}`);
      return wrapped(
        `${permission}${on}, with scope ${scope}: ${what.join("; ")}${why(resources)}`,
        {
          first: "    ",
          further: "      ",
        },
      );
    }),
  ];
}

/** Only a collection gives the right to create, and shows what nobody has declared. */
function why(resources: readonly string[]): string {
  const collection = resources.find((one) => Object.hasOwn(COLLECTIONS, one));
  return collection === undefined ? "" : ` (all ${COLLECTIONS[collection]} of the org)`;
}

function notCovered({ identities, unknown }: Report): string[] {
  const beyond = (["deployer", "reviewer"] as const).flatMap((name) => {
    const { beyond: ones } = identities[name];
    const calls = ones.flatMap((one) => one.calls);
    if (calls.length === 0) return [];
    const origins = [...new Set(calls.flatMap(({ resources }) => resources))];
    return wrapped(
      `- ${name}: ${calls.map(({ call }) => call).join(", ")} for ${few(origins)}. No custom role allows this, only ${rolesOf(ones)}. Fix: ${BEYOND_FIXES[name]}.`,
      { first: "  ", further: "    " },
    );
  });
  const strange = unknown.map(({ type, resource }) =>
    wrapped(
      visible(
        `- ${resource} is of type ${type}, and this version does not know what it needs. Fix: use a newer version, or let an administrator make it.`,
      ),
      { first: "  ", further: "    " },
    ),
  );
  const all = [...beyond, ...strange];
  return all.length === 0 ? [] : [["Not covered", ...all].join("\n")];
}

/** The standard roles that allow all of the calls. */
export function rolesOf(beyond: LeastPrivilege["beyond"]): string {
  const [first, ...others] = beyond.map(({ standardRoles }) => standardRoles);
  return (first ?? []).filter((role) => others.every((roles) => roles.includes(role))).join(" or ");
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(visible).join(", ");
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}

function labelled(label: string, text: string): string {
  const first = `  ${label.padEnd(14)}`;
  return wrapped(text, { first, further: " ".repeat(first.length) });
}
