import type { Client } from "../effective/okta.ts";
import { type Resource, texts, Unknown } from "../effective/resource.ts";
import { type Change, change, changed } from "./change.ts";
import { difference, lacking, shown } from "./differences.ts";
import { appOf } from "./people-facts.ts";
import type { SignInPair } from "./sign-in-pairs.ts";

/** What the app of a sign-in demands of Browser: how it proves itself, and where people come back to with a code. */
export function appChanges({ before, after, title }: SignInPair): Change[] {
  const [old, now] = [appOf(before), appOf(after)];
  if (old === undefined || now === undefined) return [];
  return [
    ...changed("breaks", "credential-kind", title, {
      sentence: `The app of ${title} has to prove itself in another way`,
      differences: difference("token_endpoint_auth_method", old.credential, now.credential),
      effect: "Browser has no secret: nobody can sign in unless it is none",
    }),
    ...redirectChanges(title, old, now),
  ];
}

function redirectChanges(title: string, old: Client, now: Client): Change[] {
  const [from, to] = [urisOf(old.app), urisOf(now.app)];
  return [
    ...lacking(from, to).map((uri) =>
      change("widened", "redirect-uri-added", title, {
        sentence: `Okta sends people of ${title} back to ${uri} too`,
        differences: [{ what: "redirect URI", after: uri }],
        because: `it is a redirect URI of app ${now.name}`,
        effect: "Who serves that address can take part in their sign-in",
      }),
    ),
    ...lacking(to, from).map((uri) =>
      change("breaks", "redirect-uri-removed", title, {
        sentence: `Nobody can sign in any more (${title}) from ${uri}`,
        differences: [{ what: "redirect URI", before: uri }],
        because: `it is no redirect URI of app ${now.name} any more`,
        effect: "Okta shows an error there: people need another address of Browser",
      }),
    ),
  ];
}

function urisOf(app: Resource): string[] {
  const uris = texts(app, "redirectUris");
  return uris instanceof Unknown ? ["one that is not known yet"] : uris.map(shown);
}
