/** True for a version that came out before another; what is no version is not older. A part that is missing counts as 0. */
export function isOlder(version: string, than: string): boolean {
  const [parts, others] = [version, than].map((text) => text.split(".").map(Number));
  const at = others?.findIndex((other, index) => other !== (parts?.[index] ?? 0)) ?? -1;
  return /^\d/.test(version) && at !== -1 && (parts?.[at] ?? 0) < (others?.[at] ?? 0);
}
