/** How a benchmark is written and rendered, and the sandbox's own. */
export { type Benchmark, type Measurement, median, reachesGoal, render } from "./benchmark.ts";
export { oktaTokens } from "./okta-tokens.ts";
export { processorSeconds } from "./processor.ts";
export { declareServiceAccount } from "./service-account.ts";
export { type Shares, withShares } from "./shares.ts";
