import type { Draft } from "../../draft.ts";
import type { Breach } from "./breach.ts";
import { chartBreaches } from "./chart.ts";
import { exposureBreaches } from "./exposure.ts";
import { grantBreaches } from "./grants.ts";
import { podBreaches } from "./pod.ts";
import { serverBreaches } from "./server.ts";

/** Every breach of a production rule, waived or not. */
export function breaches(draft: Draft): Breach[] {
  return [
    ...grantBreaches(draft),
    ...serverBreaches(draft),
    ...chartBreaches(draft),
    ...podBreaches(draft),
    ...exposureBreaches(draft),
  ];
}
