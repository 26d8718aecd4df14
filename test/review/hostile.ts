/** Names that would be more than text in Markdown, HTML, Mermaid or a terminal. */
export const HOSTILE: readonly string[] = [
  "etl\u001b[2J\u202e\u200b\r\nloader\u0000",
  "<img src=x onerror=alert(1)>",
  "</style></title><script>alert(1)</script>",
  "<!-- <?php <![CDATA[ ]]>",
  "&lt;b&gt; &#60; &copy",
  "'\"><svg/onload=alert(1)>",
  "](javascript:alert(1)) [a][b] ![c](https://evil.example/c.png)",
  "` `` ``` ~~~",
  "| a | b |\n|---|---|\n| c | d |",
  "\n\n# heading\n\n- item\n1. item\n> quote\n\n---\n***\n",
  "**b** __b__ _i_ ~~s~~ [^1] \\",
  "@everyone @org/team someone@example.com",
  "#1 GH-1 org/repo#1 JIRA-7 !1 $1",
  "1a2b3c4 1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b",
  "https://evil.example www.evil.example ftp://evil.example mailto:a@evil.example xmpp:a@evil.example",
  "<https://evil.example> //evil.example evil.example",
  ":tada: $x$ $$x$$ $`x`$",
  '"]; click c0 href "javascript:alert(1)"',
  "%%{init: {'theme': 'x'}}%% #quot; fa:fa-ban `md` end",
  "1. one",
  "- one",
  "= one",
  "\ud800 lone",
];

const MAPPING = "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping";

/** The preview `reader-to-publisher` with other groups in place of the one that the account gets. */
export function regrouped(preview: string, groups: readonly string[]): string {
  const list = groups.map((group) => JSON.stringify(group)).join(",");
  return revised(preview, (key, value) =>
    key === "profile" ? value.replaceAll('"neo4j_publisher"', () => list) : value,
  );
}

/**
 * The preview `reader-to-publisher` with a name as the account's name, its owner and the group that it
 * gets; that group stands for the role of its name, so that the role is called so as well.
 */
export function renamed(preview: string, name: string): string {
  return revised(regrouped(preview, [name]), (key, value) => {
    if (key === MAPPING) return undefined;
    if (key === "label" && value === "graph-reporting") return name;
    if (key !== "adminNote") return value;
    // An owner is one word.
    return value.replace("reporting@example.com", () => name.replaceAll(/\s/g, "_"));
  });
}

function revised(preview: string, text: (key: string, value: string) => string | undefined) {
  return JSON.stringify(
    JSON.parse(preview, (key, value) => (typeof value === "string" ? text(key, value) : value)),
  );
}
