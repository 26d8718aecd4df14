import { z } from "zod";
import { resource } from "./resource.ts";

/** What requests may say of users, and of users of an app. */

const text = z.string().max(255);
const optional = text.nullish();
const required = text.min(1);

/** Attributes of Okta's default user profile that may be left out. */
const OPTIONAL_ATTRIBUTES = [
  ...["middleName", "honorificPrefix", "honorificSuffix", "title", "displayName", "nickName"],
  ...["profileUrl", "secondEmail", "mobilePhone", "primaryPhone", "streetAddress", "city", "state"],
  ...["zipCode", "countryCode", "postalAddress", "preferredLanguage", "locale", "timezone"],
  ...["userType", "employeeNumber", "costCenter", "organization", "division", "department"],
  ...["managerId", "manager"],
] as const;

const shape = {
  login: z
    .string()
    .min(5)
    .max(100)
    .regex(/^[^\s@]+@[^\s@]+$/, {
      error: "Username must be in the form of an email address",
    }),
  email: z.email({ error: "Does not match required pattern" }).max(100),
  firstName: required,
  lastName: required,
  ...(Object.fromEntries(OPTIONAL_ATTRIBUTES.map((name) => [name, optional])) as Record<
    (typeof OPTIONAL_ATTRIBUTES)[number],
    typeof optional
  >),
};

const profile = z.strictObject(shape);

/** A user's profile: Okta's default attributes, none of an org's own. */
export type UserProfile = z.output<typeof profile>;

const PASSWORD_RULE =
  "Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, a number.";

function meetsRequirements(password: string): boolean {
  return password.length >= 8 && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(password));
}

const credentials = z.strictObject({
  password: z
    .strictObject({ value: z.string().max(72).refine(meetsRequirements, PASSWORD_RULE).optional() })
    .optional(),
  provider: z
    .strictObject({ type: z.literal("OKTA"), name: z.literal("OKTA").optional() })
    .optional(),
});

const READ_ONLY = [
  ...["status", "activated", "statusChanged", "lastLogin", "passwordChanged", "type"],
];

/** A new user. */
export const userSchema = resource(
  { profile, credentials: credentials.optional(), groupIds: z.array(text).default([]) },
  READ_ONLY,
);

/** What a PUT replaces of a user: all of the profile. */
export const userReplacementSchema = resource(
  { profile, credentials: credentials.optional() },
  READ_ONLY,
);

/** What a POST changes of a user: the attributes that it names. */
export const userChangesSchema = resource(
  { profile: profile.partial().default({}), credentials: credentials.optional() },
  READ_ONLY,
);

const appUserCredentials = z.strictObject({ userName: z.string().min(1).max(100) });
const appUserProfile = z.record(z.string(), z.unknown());
const APP_USER_READ_ONLY = [
  ...["externalId", "status", "statusChanged", "passwordChanged", "syncState", "lastSync"],
];

/** Whom a POST gives an app: its other fields are those of a change. */
export const assigneeSchema = z.looseObject({ id: required });

/** What a POST says of a user of an app. */
export const appUserSchema = resource(
  {
    scope: z.literal("USER", { error: "must be USER" }).optional(),
    credentials: appUserCredentials.optional(),
    profile: appUserProfile.optional(),
  },
  APP_USER_READ_ONLY,
);
