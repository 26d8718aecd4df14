import type { Handover } from "./handover.ts";
import { describeServices } from "./services.ts";

/** How to use the running sandbox. @param guide what the verifier adds; may be empty */
export function describeReach(handover: Handover, guide: string): string {
  const { okta, kubeconfig, outputs, services } = handover;
  return [
    `Okta emulator     ${okta.url}`,
    `Kubernetes        export KUBECONFIG=${kubeconfig}`,
    ...describeServices(services),
    `stack outputs     ${outputs}`,
    ...(guide === "" ? [] : [guide.trimEnd()]),
  ].join("\n");
}
