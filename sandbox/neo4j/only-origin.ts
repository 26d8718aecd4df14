/**
 * Asks one server and no other one, and follows no redirect. For rehearsals: settings name the
 * servers of providers, and must not make this machine ask servers that only it can reach.
 *
 * @param origin e.g. `http://127.0.0.1:40123`
 */
export function askingOnly(origin: string, ask: typeof fetch = fetch): typeof fetch {
  return async (input, options) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin === origin) return ask(input, { ...options, redirect: "error" });
    throw new Error(`a rehearsal asks no server but its own Okta, ${origin}`);
  };
}
