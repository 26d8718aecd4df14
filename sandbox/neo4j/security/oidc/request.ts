/** Milliseconds until a document must be there. */
const TIMEOUT = 5000;

/** The identity provider could not be asked. The message is for the log. */
export class ProviderUnreachable extends Error {
  override readonly name = "ProviderUnreachable";
}

/**
 * Asks the identity provider for a document.
 *
 * @param what it is, for the log
 * @throws ProviderUnreachable for no connection or a status that is no success
 */
export async function requestOf(
  fetchFunction: typeof fetch,
  what: string,
  uri: string,
  options: RequestInit = {},
): Promise<Response> {
  let reason: string;
  try {
    const response = await fetchFunction(uri, { signal: AbortSignal.timeout(TIMEOUT), ...options });
    if (response.ok) return response;
    reason = `HTTP status ${response.status}`;
    await response.body?.cancel();
  } catch (error) {
    reason = connectionReason(error);
  }
  throw new ProviderUnreachable(`${what} at ${uri} is not to be had: ${reason}`);
}

/** The cause behind fetch's own "fetch failed". */
function connectionReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}
