import { STATUS_CODES } from "node:http";
import { html, type Page, page, policy, SUBMIT, sourceOf } from "./layout.ts";

/** The pages that people see. */

/** Path that the sign-in page and the consent page post to. */
export const SIGN_IN_PATH = "/login/sign-in";
export const CONSENT_PATH = "/login/consent";

/** What a page that waits for its user shows. */
interface Waiting {
  handle: string;
  /** Label of the app. */
  app: string;
  /** Where the browser goes in the end. */
  redirectUri: string;
}

/** Asks for login and password. */
export function signInPage(
  { handle, app, redirectUri }: Waiting,
  { login = "", error = "" }: { login?: string; error?: string },
): Page {
  return page(
    "Sign In",
    `<h1>Sign In</h1>
<p>to continue to ${html(app)}</p>
${error === "" ? "" : `<p class="error" role="alert">${html(error)}</p>`}
<form method="post" action="${SIGN_IN_PATH}">
<input type="hidden" name="stateHandle" value="${html(handle)}">
<label for="identifier">Username</label>
<input id="identifier" name="identifier" type="text" autocomplete="username" required value="${html(login)}">
<label for="passcode">Password</label>
<input id="passcode" name="credentials.passcode" type="password" autocomplete="current-password" required>
<button type="submit">Sign In</button>
</form>`,
    policy(sourceOf(redirectUri)),
  );
}

/** Asks whether the app may have the scopes. */
export function consentPage({ handle, app, redirectUri }: Waiting, scopes: string[]): Page {
  return page(
    "Allow access",
    `<h1>${html(app)} would like to:</h1>
<ul>
${scopes.map((scope) => `<li>${html(scope)}</li>`).join("\n")}
</ul>
<form method="post" action="${CONSENT_PATH}">
<input type="hidden" name="stateHandle" value="${html(handle)}">
<button type="submit" name="consent" value="true">Allow access</button>
<button type="submit" name="consent" value="false">Don't allow</button>
</form>`,
    policy(sourceOf(redirectUri)),
  );
}

/** What is shown where nothing may be sent to the client. */
export function errorPage(description: string, status = 400): Page {
  const title = STATUS_CODES[status] ?? "Error";
  return page(
    title,
    `<h1>${status}</h1>
<h2>${title}</h2>
<p>Your request resulted in an error. ${html(description)}</p>`,
  );
}

/** Shown to who signed out and is sent nowhere. */
export function signedOutPage(): Page {
  return page("Signed out", "<h1>Signed out</h1>\n<p>You have signed out.</p>");
}

/** Sends an answer on by a form (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(
  address: string,
  answer: readonly (readonly [string, string])[],
): Page {
  const fields = answer.map(
    ([name, value]) => `<input type="hidden" name="${html(name)}" value="${html(value)}">`,
  );
  return page(
    "Submit this form",
    `<form method="post" action="${html(address)}">
${fields.join("\n")}
<noscript><button type="submit">Continue</button></noscript>
</form>
<script>${SUBMIT}</script>`,
    policy(sourceOf(address), SUBMIT),
  );
}
