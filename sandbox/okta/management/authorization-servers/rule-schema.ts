import { z } from "zod";
import type { PolicyRule } from "../../entities.ts";
import { resource } from "../../http/body.ts";

const names = z.array(z.string().min(1));
const selection = z.strictObject({ include: names.optional(), exclude: names.optional() });

/** Body of a rule, in `POST` and `PUT` alike. */
export const ruleSchema = resource(
  {
    type: z.literal("RESOURCE_ACCESS", { error: "must be RESOURCE_ACCESS" }),
    name: z.string().min(1).max(255),
    priority: z.int().min(1).optional(),
    status: z.enum(["ACTIVE", "INACTIVE"]).optional(),
    conditions: z.strictObject({
      people: z
        .strictObject({ users: selection.optional(), groups: selection.optional() })
        .optional(),
      grantTypes: z.strictObject({ include: names.min(1) }),
      scopes: z.strictObject({ include: names.optional() }).optional(),
    }),
    actions: z.strictObject({
      token: z.strictObject({
        accessTokenLifetimeMinutes: z.int().min(5).max(1440).default(60),
        refreshTokenLifetimeMinutes: z.int().min(0).max(2_628_000).default(0),
        refreshTokenWindowMinutes: z.int().min(10).max(2_628_000).default(10_080),
        inlineHook: z.strictObject({ id: z.string() }).nullish(),
      }),
    }),
  },
  ["system"],
);

/** A rule as a request describes it, with defaults. */
export type RuleInput = z.output<typeof ruleSchema>;

/** What a rule keeps of its body: empty lists where Okta shows them, grant types sorted. */
export function ruleFields({
  name,
  conditions,
  actions,
}: RuleInput): Pick<PolicyRule, "name" | "conditions" | "actions"> {
  const { inlineHook, ...token } = actions.token;
  const { users = {}, groups = {} } = conditions.people ?? {};
  return {
    name,
    conditions: {
      people: {
        users: { ...given("include", users.include), exclude: users.exclude ?? [] },
        groups: { ...given("include", groups.include), ...given("exclude", groups.exclude) },
      },
      grantTypes: { include: conditions.grantTypes.include.toSorted() },
      scopes: { include: conditions.scopes?.include ?? [] },
    },
    actions: { token: { ...token, ...(inlineHook ? { inlineHook } : {}) } },
  };
}

function given<K extends string>(
  name: K,
  values: string[] | undefined,
): Partial<Record<K, string[]>> {
  return values === undefined ? {} : ({ [name]: values } as Record<K, string[]>);
}
