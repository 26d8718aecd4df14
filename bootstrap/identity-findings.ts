import { type Finding, type Path, show } from "../access/finding.ts";
import type { Permission } from "../access/okta-rights/permissions.ts";
import type { Identity, Privilege } from "../access/okta-rights/plan.ts";
import { readResource } from "../access/okta-rights/resources.ts";
import { isManageScope, readScope } from "../access/okta-rights/scopes.ts";

/** All that `npm run deployer` computes for any stack: whoever edits a plan can give no more. */
const COMPUTED: Readonly<Record<Identity, readonly Permission[]>> = {
  deployer: [
    "okta.apps.assignment.manage",
    "okta.apps.manage",
    "okta.apps.read",
    "okta.authzServers.manage",
    "okta.authzServers.read",
    "okta.groups.appAssignment.manage",
    "okta.groups.create",
    "okta.groups.manage",
    "okta.groups.read",
    "okta.policies.read",
  ],
  reviewer: ["okta.apps.read", "okta.authzServers.read", "okta.groups.read", "okta.users.read"],
  rotator: ["okta.apps.clientCredentials.read", "okta.apps.manage"],
};

/** Rights that an identity's name rules out: pipelines trust a reviewer where anybody may open a pull request. */
export function identityFindings(identity: Identity, rights: Privilege): Finding[] {
  return [
    ...(identity === "reviewer" ? reviewerFindings(rights) : []),
    ...(identity === "rotator" ? rotatorFindings(rights) : []),
    ...permissionFindings(identity, rights),
  ];
}

function permissionFindings(identity: Identity, { assignments }: Privilege): Finding[] {
  return assignments.flatMap(({ permissions }, assignment) =>
    permissions.flatMap((permission, index) =>
      COMPUTED[identity].includes(permission)
        ? []
        : [
            {
              code: "beyond-identity",
              at: ["assignments", assignment, "permissions", index],
              message: `is ${show(permission)}, which no ${identity} needs`,
              allowed: COMPUTED[identity].join(", "),
              fix: "write the plan again with npm run deployer",
            },
          ],
    ),
  );
}

function reviewerFindings({ scopes }: Privilege): Finding[] {
  return scopes.flatMap((scope, index) =>
    isManageScope(scope)
      ? [
          {
            code: "reviewer-writes",
            at: ["scopes", index],
            message: `is ${show(scope)}, and a reviewer only reads`,
            allowed: readScope(scope),
            fix: "write the plan again with npm run deployer",
          },
        ]
      : [],
  );
}

function rotatorFindings({ assignments }: Privilege): Finding[] {
  return assignments.flatMap(({ resources }, assignment) =>
    resources.flatMap((address, index) => {
      const at: Path = ["assignments", assignment, "resources", index];
      const { kind, id } = readResource(address) ?? {};
      return kind === "apps" && id !== undefined ? [] : [beyondApps(address, at)];
    }),
  );
}

function beyondApps(address: string, at: Path): Finding {
  return {
    code: "rotator-beyond-apps",
    at,
    message: `is ${show(address)}, and a rotator changes keys and secrets of the stack's apps alone`,
    allowed: "single apps: apps/ID",
    fix: "write the plan again with npm run deployer",
  };
}
