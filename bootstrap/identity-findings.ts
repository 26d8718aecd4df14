import { type Finding, type Path, show } from "../access/finding.ts";
import type { Identity, Plan } from "../access/okta-rights/plan.ts";
import { readResource } from "../access/okta-rights/resources.ts";
import { isManageScope, readScope } from "../access/okta-rights/scopes.ts";

type Rights = NonNullable<Plan["identities"][Identity]>;

/** Rights that an identity's name rules out: pipelines trust a reviewer where anybody may open a pull request. */
export function identityFindings(identity: Identity, rights: Rights): Finding[] {
  if (identity === "reviewer") return reviewerFindings(rights);
  return identity === "rotator" ? rotatorFindings(rights) : [];
}

function reviewerFindings({ scopes }: Rights): Finding[] {
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

function rotatorFindings({ assignments }: Rights): Finding[] {
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
