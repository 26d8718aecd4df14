import type { Edition } from "./edition.ts";

/** The build of Neo4j that is stood in for: it decides which settings there are. */
export interface Release {
  edition: Edition;
  /** `5.26.21`, or `2025.06.2` since the releases are counted by calendar. */
  version: string;
}

/** What a configuration is read for unless told otherwise. */
export const DEFAULT_RELEASE: Release = { edition: "enterprise", version: "5.26.0" };

/** True if a version came out before another; a part that is missing counts as 0. */
export function isOlder(version: string, than: string): boolean {
  const parts = version.split(".").map(Number);
  const others = than.split(".").map(Number);
  const at = others.findIndex((other, index) => other !== (parts[index] ?? 0));
  return at !== -1 && (parts[at] ?? 0) < (others[at] ?? 0);
}
