import { writeFileSync } from "node:fs";
import type { Rule } from "./rule.ts";
import { ALL_RULES, RULES } from "./rules/index.ts";

const PAGE = new URL("../docs/policies.md", import.meta.url);

const INTRODUCTION = `# Policies

A policy pack for Pulumi (CrossGuard) that stops unsafe changes of machine identities: in this stack, in resources that people add next to its
components, and in any other stack. \`npm run check\` refuses unsafe *settings* before the engine starts; the pack sees the *resources* that the
engine is about to make, whoever wrote them.

\`\`\`sh
npm run preview -- --policy-pack policy --stack dev
npm run up -- --policy-pack policy --policy-pack-config policy/production.json --stack prod
npm run policy -- --stack prod --config policy/production.json   # what is deployed; changes nothing
npm run sandbox -- --once --policy-pack policy                   # a rehearsal, each preview and up of it judged
npm run policy -- --explain token-lifetime
\`\`\`

A mandatory rule that is broken ends a preview, and so the \`up\` that begins with one. With \`up --skip-preview\` a rule about one resource is
judged before that resource is made, and a rule about the whole stack after everything is made: do not skip the preview.

\`npm run policy\` reads an exported state without login (\`--state FILE\` needs no stack either), takes every secret out of it, and hands it to
\`pulumi policy analyze\`, which needs Pulumi 3.249 or newer. Exit status: 0 no mandatory rule is broken, 1 some are, 2 usage, 3 it could not be
looked at. \`--json\` prints [this schema](schemas/policy.schema.json).

**What is not known yet.** In the preview of a new stack some values are not known. A rule that needs one says so as an advisory ("can't run policy
... the rule cannot be judged"), and judges again during the \`up\`. A secret is handled like that in a state.

**No message holds a secret**: a text that looks like one is not shown, nor what people wrote freely. A pack is code, and Pulumi hands it every value of the
stack in the clear: take it from where you review it.

## What a pack cannot see

- **Deletions**, as Pulumi shows it none: see \`deletion-needs-flag\` below.
- **Which outputs are secret**: a running pack gets every value in the clear. \`npm run policy\` takes the secrets out first, and so it can tell.
- **An open chart version**, once the Kubernetes plugin knows all other inputs: it puts in the newest chart's. The first preview shows it as it is written,
  later ones show the upgrade.
- **What no provider declares**: with @pulumi/okta 7.0.0 no program can require DPoP, and \`npm run drift\` finds it at Okta. What was changed by hand is
  drift too.

## Configuration

\`--policy-pack-config FILE\` (\`--config FILE\` of \`npm run policy\`) takes JSON: a rule's name with a level (\`advisory\`, \`mandatory\`,
\`disabled\`), or with \`enforcementLevel\` and the rule's own configuration. One file for each environment; \`policy/production.json\` is the one for
production. A rule that is \`disabled\` by itself has a meaning in production alone.

\`\`\`json
{
  "private-key-jwt": "mandatory",
  "token-lifetime": { "maxMinutes": 15 },
  "admin-role-waived": {
    "enforcementLevel": "mandatory",
    "waivers": [
      { "resource": "neo4j-release", "until": "2027-01-31", "reason": "first load, agreed with security" }
    ]
  }
}
\`\`\`

- **Waivers.** Every rule takes \`waivers\`: the name or the URN of a resource ("the stack" where a rule concerns all of it), the last day in UTC, and
  a reason of ten characters or more. A name stands for every resource of that name. After its last day the rule is broken again, and says so. Whoever
  may change the file may waive: have it reviewed by those who agree on waivers.
- **Deletions.** Pulumi shows a pack no deletions. \`npm run policy -- --stack NAME --baseline\` prints what is there now as the configuration of
  \`deletion-needs-flag\`: keep it before a change, and preview the change with it. Without a baseline the rule has nothing to compare with.
  \`npm run review\` has a gate on deletions that needs none.

## The pack alone, in other stacks

The pack is a package of its own that reads nothing but resources: no settings, no components of this repository.

\`\`\`sh
git clone https://github.com/ORG/neo4j-okta guardrails
npm ci --prefix guardrails --workspace policy
pulumi preview --policy-pack guardrails/policy
\`\`\`

It starts in about a second and takes about 15 ms for each account (\`npm run bench -- policy\`). It needs Node.js 24.5 or newer as \`node\` on the PATH of \`pulumi\`. In the other direction, \`npm ci --workspaces=false\` installs all that \`pulumi up\` and
\`npm run verify\` need. A stack without Neo4j is judged on its apps and authorization servers; rules about both halves then have nothing
to say.

This page is generated from the rules: \`npm run docs\`.
`;

/** The page about the pack, in Markdown. */
export function renderPolicies(): string {
  const parts = Object.entries(RULES).map(
    ([title, rules]) => `## ${title}\n\n${rules.map(section).join("\n")}`,
  );
  return `${[INTRODUCTION, "## The rules\n", table(), ...parts].join("\n")}`;
}

function table(): string {
  const rows = ALL_RULES.map(
    ({ name, description, level, production = level }) =>
      `| [${name}](#${name}) | ${level} | ${production} | ${description} |`,
  );
  return `| rule | level | in production | what holds |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

function section(rule: Rule): string {
  const { name, description, why, fix, owasp, tags, config = {} } = rule;
  const configured = Object.entries(config).map(
    ([key, schema]) =>
      `- \`${key}\`: ${schema.description} Default: \`${JSON.stringify(schema.default)}\`.`,
  );
  const read =
    "types" in rule
      ? `Reads ${rule.types.map((type) => `\`${type}\``).join(", ")}`
      : "Reads the whole stack";
  return [
    `### ${name}\n`,
    `${description} ${why}\n`,
    `Way out: ${fix}. ${read}. ${owasp}, ${tags.join(", ")}.\n`,
    ...(configured.length === 0 ? [] : [`${configured.join("\n")}\n`]),
  ].join("\n");
}

if (import.meta.main) {
  writeFileSync(PAGE, renderPolicies());
  console.log("wrote docs/policies.md");
}
