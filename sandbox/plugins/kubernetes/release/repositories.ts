import type { CheckFailure } from "../../protocol/provider.ts";
import { isProperties, type Properties, redacted, reveal } from "../../protocol/values.ts";

/**
 * Refuses a chart from elsewhere: whoever serves it can name further addresses in the repository's
 * index and in the chart's values schema, and Helm follows those, also to this machine's files.
 *
 * @param repositories addresses of those that Helm may be sent to
 * @returns undefined for a chart of one of them, and for one that is on this machine
 */
export function foreignRepository(
  inputs: Properties,
  repositories: readonly string[],
): CheckFailure | undefined {
  const { chart, repositoryOpts } = reveal(inputs);
  const named: [property: string, address: string][] = [
    ["repositoryOpts", isProperties(repositoryOpts) ? String(repositoryOpts.repo ?? "") : ""],
    ["chart", String(chart).includes("://") ? String(chart) : ""],
  ];
  const allowed = repositories.flatMap((repository) => normalized(repository) ?? []);
  for (const [property, address] of named) {
    if (address.trim() === "" || isIn(address.trim(), allowed)) continue;
    const reason =
      `the chart is from ${JSON.stringify(address)}, which may send Helm to any address, also of this machine. ` +
      `Allowed: ${repositories.join(", ")}. Fix: give --chart-repository URL, if you trust whoever serves it; ` +
      "of Neo4j, fetch the chart and give --chart PATH";
    return { property, reason: redacted(reason, inputs) };
  }
  return undefined;
}

/** Whether an address is that of a repository, or below it. */
function isIn(address: string, repositories: readonly string[]): boolean {
  const url = normalized(address);
  if (url === undefined) return false;
  return repositories.some((repository) => url === repository || url.startsWith(`${repository}/`));
}

/** Undefined for what Helm might read otherwise than it is read here. */
function normalized(address: string): string | undefined {
  const isPlain = /^[a-z]+:\/\/[!-[\]-~]+$/i.test(address) && URL.canParse(address);
  return isPlain ? new URL(address).href.replace(/\/+$/, "") : undefined;
}
