/**
 * Compares an answer with a recorded shape: every key of the shape is there and no other, and each
 * value equals the recorded one or is of the recorded kind (`$time`, `$kid`, `$id:0oa`, ...).
 * Returns one line per difference.
 */
export function differences(shape: unknown, actual: unknown, at = "response"): string[] {
  if (Array.isArray(shape)) {
    if (!Array.isArray(actual) || actual.length !== shape.length) {
      return [`${at}: expected ${shape.length} entries, got ${JSON.stringify(actual)}`];
    }
    return shape.flatMap((each, index) => differences(each, actual[index], `${at}[${index}]`));
  }
  if (typeof shape === "object" && shape !== null) {
    if (typeof actual !== "object" || actual === null) return [`${at}: expected an object`];
    const names = new Set([...Object.keys(shape), ...Object.keys(actual)]);
    return [...names].flatMap((name) => {
      if (!(name in shape)) return [`${at}.${name}: not in the recorded answer`];
      if (!(name in actual)) return [`${at}.${name}: missing`];
      const inner = actual as Record<string, unknown>;
      return differences((shape as Record<string, unknown>)[name], inner[name], `${at}.${name}`);
    });
  }
  return matches(shape, actual) ? [] : [`${at}: expected ${shape}, got ${JSON.stringify(actual)}`];
}

const KINDS: Readonly<Record<string, RegExp>> = {
  $time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  $kid: /^[\w-]{43}$/,
  $secret: /^[\w-]{40,}$/,
  $orn: /^orn:okta\w*:idp:00o\w{17}:apps:oidc_client:0oa\w{17}$/,
  $link: /^https?:\/\//,
};

function matches(shape: unknown, actual: unknown): boolean {
  if (typeof shape !== "string" || !/^\$[a-z]/.test(shape)) return shape === actual;
  if (typeof actual !== "string") return false;
  const [kind = "", detail = ""] = shape.split(/:(.*)/s);
  if (kind === "$id") return new RegExp(`^${detail}\\w{17}$`).test(actual);
  if (kind === "$url") {
    const path = detail.replaceAll(/[.?*+]/g, "\\$&").replaceAll(/<(\w+)>/g, "$1\\w{17}");
    return new RegExp(`^http://127\\.0\\.0\\.1:\\d+${path}$`).test(actual);
  }
  return KINDS[kind]?.test(actual) ?? false;
}
