import type {
  AccessAccount,
  AccessContract,
  BreakGlassCredentials,
} from "../../access/contract.ts";
import type { OktaAccess } from "../../okta-api/variables.ts";
import type { Given, PersonToken } from "../checks/context.ts";
import type { FoundCredential } from "./credentials.ts";

/** Everything that a run reads before its first check. */
export interface Inputs {
  /** With the addresses that the options give in place of those inside the cluster. */
  contract: AccessContract;
  candidates: { account: AccessAccount; found: FoundCredential }[];
  /** The native login, where `--break-glass` asks for it. */
  breakGlass?: BreakGlassCredentials;
  /** Okta's management API, where `--okta-api` asks for it. */
  oktaApi?: OktaAccess;
  given: Given;
  /** Hosts beside the issuer's that Okta's documents may point to. */
  trustedHosts: readonly string[];
  /** True: the user knows that others may issue tokens on a shared server. */
  acceptShared: boolean;
  /** True: identity providers other than Okta are not asked anything. Default: all are. */
  oktaOnly?: boolean;
  /** The login, at Okta, of somebody who cannot sign in. */
  person?: string;
  /** Tokens that people got. Default: none. */
  personTokens?: readonly PersonToken[];
}
