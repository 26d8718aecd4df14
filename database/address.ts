import { BOLT_SCHEMES } from "../neo4j-client/addresses.ts";

/**
 * Refuses what is no Bolt address, or has a login in it. The address is not repeated for that.
 *
 * @param refuse makes the error
 */
export function refuseAddress(address: string, refuse: (message: string) => Error): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const schemes = BOLT_SCHEMES.map((scheme) => `${scheme}//`);
  if (url === undefined || !schemes.some((scheme) => address.startsWith(scheme))) {
    throw refuse(`--neo4j takes an address that begins with one of ${schemes.join(", ")}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse("--neo4j takes no user and no password: they come from the environment");
  }
}
