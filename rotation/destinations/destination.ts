import type { Credential } from "../../tokens/credential.ts";

/** Where a service reads its credential. */
export interface Destination {
  /** Named in messages. */
  place: string;
  /** Undefined: there is none yet, or nothing that is one. */
  read(): Promise<Credential | undefined>;
  write(credential: Credential): Promise<void>;
}
