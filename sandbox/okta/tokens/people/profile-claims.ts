import type { User } from "../../people-entities.ts";

/** What Okta says of a user under the names of OpenID Connect; undefined for what it does not know. */
export const PROFILE_CLAIMS: Readonly<Record<string, (user: User) => unknown>> = {
  name: ({ profile }) => profile.displayName ?? `${profile.firstName} ${profile.lastName}`,
  given_name: ({ profile }) => profile.firstName,
  middle_name: ({ profile }) => profile.middleName,
  family_name: ({ profile }) => profile.lastName,
  nickname: ({ profile }) => profile.nickName,
  preferred_username: ({ profile }) => profile.login,
  profile: ({ profile }) => profile.profileUrl,
  zoneinfo: ({ profile }) => profile.timezone ?? "America/Los_Angeles",
  locale: ({ profile }) => profile.locale ?? "en_US",
  updated_at: ({ lastUpdated }) => Math.floor(Date.parse(lastUpdated) / 1000),
  email: ({ profile }) => profile.email,
  email_verified: () => true,
  phone_number: ({ profile }) => profile.primaryPhone,
  address: addressOf,
};

function addressOf({ profile }: User): unknown {
  const address = {
    street_address: profile.streetAddress,
    locality: profile.city,
    region: profile.state,
    postal_code: profile.zipCode,
    country: profile.countryCode,
  };
  const known = Object.entries(address).filter(([, value]) => value);
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
