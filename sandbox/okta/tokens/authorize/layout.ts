import { createHash } from "node:crypto";

/** What all pages that people see share. They have no script, but for the one that sends a form on its own. */

const STYLE =
  "body{font:16px sans-serif;max-width:22rem;margin:4rem auto;padding:0 1rem}label,input,button{display:block;width:100%;box-sizing:border-box;margin:.4rem 0}input,button{padding:.5rem;font:inherit}p.error{color:#a00}";
/** The script of a page that sends its form on its own. */
export const SUBMIT = "document.forms[0].submit()";

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What every page forbids itself; forms go to the org and on to `further`. */
export function policy(further = "", script = ""): string {
  return [
    `default-src 'none'; style-src ${hashOf(STYLE)}; base-uri 'none'; frame-ancestors 'none'`,
    `form-action 'self'${further === "" ? "" : ` ${further}`}`,
    ...(script === "" ? [] : [`script-src ${hashOf(script)}`]),
  ].join("; ");
}

/** A page, with the headers that belong to it. */
export interface Page {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A page of this title; `csp` is what it forbids itself. */
export function page(title: string, body: string, csp = policy()): Page {
  return {
    text: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": csp,
      "cache-control": "no-cache, no-store",
      pragma: "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    },
  };
}

/** Text as HTML has it. */
export function html(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** What a policy names an address by: its origin, or its scheme where that has none. */
export function sourceOf(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === "null" ? protocol : origin;
}
