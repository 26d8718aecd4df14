/**
 * `fetch` that gives up after a time, body included. It goes inside of what waits or repeats, as waits
 * are no time that a request takes.
 *
 * @param timeout milliseconds
 */
export function timedFetch(request: typeof fetch, timeout: number): typeof fetch {
  return (input, init) => request(input, { ...init, signal: AbortSignal.timeout(timeout) });
}
