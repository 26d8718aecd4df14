import type { Credential } from "../../tokens/credential.ts";

/** Where a service reads its credential. */
export interface Destination {
  /** Named in messages. */
  place: string;
  /** Undefined: there is none yet, or nothing that is one. */
  read(): Promise<Credential | undefined>;
  /** Who has read it before a time and keeps what it held then, as far as that can be seen. */
  readersBefore?(time: number): Promise<string[]>;
  write(credential: Credential): Promise<void>;
}
