/**
 * The lowest Go version that may build the module of a `go.mod`, e.g. `1.26`.
 *
 * @see https://go.dev/ref/mod#go-mod-file
 */
export function goVersion(goMod: string): string {
  const version = /^go\s+(\S+)/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error("go.mod has no go directive");
  return version;
}

/**
 * The version of a module that a `go.mod` requires, without the leading `v`. The versions stand
 * there and nowhere else, so that a bump is one edit.
 */
export function requiredVersion(goMod: string, module: string): string {
  for (const line of goMod.split("\n")) {
    const [path, version] = line
      .replace(/^require\s/, "")
      .trim()
      .split(/\s+/);
    if (path === module && version?.startsWith("v")) return version.slice(1);
  }
  throw new Error(`go.mod does not require ${module}`);
}
