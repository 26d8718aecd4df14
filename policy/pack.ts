import { PolicyPack } from "@pulumi/policy";
import { ALL_RULES } from "./rules/index.ts";
import { toPolicy } from "./to-policy.ts";

new PolicyPack("neo4j-okta", { policies: ALL_RULES.map(toPolicy) });
