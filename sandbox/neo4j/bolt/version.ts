/** A version of the Bolt protocol. */
export interface BoltVersion {
  major: number;
  minor: number;
}

/** Minor versions `minor - back` to `minor` of one major version. */
export interface BoltVersionRange extends BoltVersion {
  back: number;
}

/**
 * The highest Bolt 5 minor version of each Neo4j 5 release that raised it. No server negotiates Bolt
 * 5.5. Source: "Bolt compatibility" in Neo4j's Bolt documentation.
 */
const RAISED: readonly (readonly [neo4jMinor: number, boltMinor: number])[] = [
  [26, 8],
  [23, 6],
  [13, 4],
  [9, 3],
  [7, 2],
  [5, 1],
  [0, 0],
];

/**
 * The Bolt versions that a release of Neo4j speaks, in the order of Neo4j's manifest. It speaks
 * others too: 4.0 to 4.3, and 6 since 2025.08.
 *
 * @param neo4jVersion `5.26.0`, `2025.06.2`; calendar versions count as newer than any 5.x
 */
export function boltVersions(neo4jVersion: string): BoltVersionRange[] {
  const highest = highestMinor(neo4jVersion);
  return [
    { major: 4, minor: 4, back: 0 },
    { major: 5, minor: Math.min(highest, 4), back: Math.min(highest, 4) },
    ...(highest >= 6 ? [{ major: 5, minor: highest, back: highest - 6 }] : []),
  ];
}

function highestMinor(neo4jVersion: string): number {
  const [major = 0, minor = 0] = neo4jVersion.split(".").map(Number);
  if (major > 5) return 8;
  return RAISED.find(([since]) => minor >= since)?.[1] ?? 0;
}

/** Whether the version is within one of the ranges. */
export function covers(
  ranges: readonly BoltVersionRange[],
  { major, minor }: BoltVersion,
): boolean {
  return ranges.some(
    (range) => range.major === major && minor <= range.minor && minor >= range.minor - range.back,
  );
}

/** Whether a connection speaks at least Bolt `5.minor`. */
export function since(version: BoltVersion, minor: number): boolean {
  return version.major > 5 || (version.major === 5 && version.minor >= minor);
}
