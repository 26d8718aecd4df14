import { parseConfiguration } from "../../../neo4j/config/index.ts";
import { createSecurity, type StartableSecurity } from "../../../neo4j/security/index.ts";
import { PASSWORD } from "./world.ts";

/** Settings of a provider; those that are undefined are left out. */
export type Settings = Record<string, string | undefined>;

/** Lines of the security log of all databases. */
export const log: string[] = [];

/** A database with these providers, in this order, and with native authorization at the end. */
export async function database(
  providers: Record<string, Settings>,
  settings: Record<string, string> = {},
): Promise<StartableSecurity> {
  const list = [...Object.keys(providers).map((id) => `oidc-${id}`), "native"].join(",");
  const ofProviders = Object.entries(providers).flatMap(([id, own]) =>
    Object.entries(own).map(([name, value]) => [`dbms.security.oidc.${id}.${name}`, value]),
  );
  const all: [string, string][] = [
    ["dbms.security.authentication_providers", list],
    ["dbms.security.authorization_providers", list],
    ...Object.entries(settings),
    ...(ofProviders.filter(([, value]) => value !== undefined) as [string, string][]),
  ];
  const initialPassword = { password: PASSWORD, changeRequired: false };
  const security = createSecurity(parseConfiguration(new Map(all)), {
    initialPassword,
    log: (line) => log.push(line),
  });
  await security.start();
  return security;
}

/** A login with this token. */
export const bearer = (credentials: string) => ({ scheme: "bearer", credentials });
