/** What a `go.mod` pins. */
export interface GoMod {
  /** The lowest Go version that may build it, e.g. `1.26`. */
  go: string;
  /** Module path to version without the leading `v`. */
  requires: ReadonlyMap<string, string>;
}

/**
 * Reads the `go` and `require` directives of a `go.mod`.
 * The versions stand there and nowhere else, so that a bump is one edit.
 *
 * @see https://go.dev/ref/mod#go-mod-file
 */
export function parseGoMod(text: string): GoMod {
  const go = /^go\s+(\S+)/m.exec(text)?.[1];
  if (go === undefined) throw new Error("go.mod has no go directive");
  const requires = new Map<string, string>();
  let block = "";
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\/\/.*$/, "").trim();
    const opening = /^(\w+)\s*\($/.exec(line);
    if (opening) block = opening[1] ?? "";
    else if (line === ")") block = "";
    else {
      const entry = block === "require" ? line : /^require\s+(.*)$/.exec(line)?.[1];
      const [path, version] = entry?.split(/\s+/) ?? [];
      if (path !== undefined && version?.startsWith("v")) requires.set(path, version.slice(1));
    }
  }
  return { go, requires };
}

/** The pinned version of one required module. */
export function pinnedVersion(goMod: GoMod, module: string): string {
  const version = goMod.requires.get(module);
  if (version === undefined) throw new Error(`go.mod does not require ${module}`);
  return version;
}
