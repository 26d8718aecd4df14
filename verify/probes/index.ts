import type { Check } from "../checks/check.ts";
import {
  audienceForeign,
  expiredRefused,
  ownKeyRefused,
  passwordRefused,
  payloadTampered,
  signatureForged,
  unsignedRefused,
} from "./neo4j.ts";
import { outsiderRefused, scopeRefused, unknownClientRefused } from "./okta.ts";
import type { ProbeContext } from "./probe.ts";

/** What must be refused, each by the party named in its title. They stand for themselves. */
export const PROBES: readonly Check<ProbeContext>[] = [
  scopeRefused,
  unknownClientRefused,
  outsiderRefused,
  payloadTampered,
  signatureForged,
  ownKeyRefused,
  unsignedRefused,
  audienceForeign,
  expiredRefused,
  passwordRefused,
];
