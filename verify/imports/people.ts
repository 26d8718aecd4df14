import type { OktaApi } from "../../okta-api/client.ts";
import type { Found, Inputs } from "./found.ts";

/** A group by its name. One that somebody is in was there before the stack. */
export async function findGroup(okta: OktaApi, { name }: Inputs): Promise<Found | undefined> {
  const found = await okta.group(String(name));
  if (found === undefined) return undefined;
  return {
    importId: found.id,
    seen: { description: found.profile.description },
    usedBy: (await okta.hasMembers(found)) ? "people who are in it" : undefined,
  };
}

/**
 * A Trusted Origin by its address or its name, both of which Okta has once. Where more than one app comes from
 * there, it may be that of another stack.
 */
export async function findOrigin(
  okta: OktaApi,
  { origin, name, status = "ACTIVE" }: Inputs,
): Promise<Found | undefined> {
  const origins = await okta.trustedOrigins();
  const found =
    origins.find((one) => one.origin === origin) ?? origins.find((one) => one.name === name);
  if (found === undefined) return undefined;
  const comingFrom = (await okta.apps()).filter(({ settings }) =>
    settings.oauthClient.redirect_uris?.some((uri) => URL.parse(uri)?.origin === found.origin),
  );
  const labels = comingFrom.map(({ label }) => label).sort();
  return {
    importId: found.id,
    seen: {
      name: found.name,
      origin: found.origin,
      // An origin is active unless somebody switches it off; the stack says nothing of it.
      ...(found.status === status ? {} : { status: found.status }),
      scopes: found.scopes.map(({ type }) => type),
    },
    usedBy: labels.length > 1 ? `the apps ${labels.join(", ")}` : undefined,
  };
}
