import { readFileSync } from "node:fs";
import type { Configuration } from "./config/index.ts";

/** What Java's option `trustStore` makes the database trust beside the public certificates. */
export interface TrustStore {
  /** In PEM. */
  certificates: string[];
  warnings: string[];
}

const OPTION = /^-Djavax\.net\.ssl\.trustStore=(.+)$/m;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads the trust store that `server.jvm.additional` names, if it names one. The sandbox's node
 * writes certificates there as PEM; a store in a format of Java's own is not read.
 *
 * @param inside where a path of the container is on this machine
 * @returns undefined without that option
 */
export function trustStore(
  settings: Configuration["settings"],
  inside: (path: string) => string,
): TrustStore | undefined {
  const path = OPTION.exec(settings.string("server.jvm.additional") ?? "")?.[1]?.trim();
  if (path === undefined) return undefined;
  let text = "";
  try {
    text = readFileSync(inside(path), "latin1");
  } catch {
    // Told below: nothing that could be read is there.
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  const warnings =
    certificates.length > 0
      ? []
      : [`Sandbox: no certificate in PEM is in the trust store ${path}; none is added.`];
  return { certificates, warnings };
}
