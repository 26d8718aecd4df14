import type { EffectiveAccess } from "../effective/access.ts";
import { type Change, change } from "./change.ts";
import { lacking } from "./differences.ts";

/** Origins that Okta trusts, for every app of the org. */
export function originChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  const [old, now] = [before.origins, after.origins];
  return [
    ...lacking(old, now).map((origin) =>
      change("widened", "origin-added", origin, {
        sentence: `Okta trusts pages of ${origin}`,
        differences: [{ what: "trusted origin", after: origin }],
        because: "it becomes a Trusted Origin",
        effect:
          "Scripts there may call Okta in the browser of whoever is signed in, for any app of the org",
      }),
    ),
    ...lacking(now, old).map((origin) =>
      change("breaks", "origin-removed", origin, {
        sentence: `Okta no longer trusts pages of ${origin}`,
        differences: [{ what: "trusted origin", before: origin }],
        because: "it is no Trusted Origin any more",
        effect: "Browser there cannot ask for a token (CORS), nor any other app of the org",
      }),
    ),
  ];
}
