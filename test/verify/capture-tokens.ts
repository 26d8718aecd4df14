/** Every access token that the emulator issues while it listens. */
export function captureTokens() {
  const real = globalThis.fetch;
  const seen: string[] = [];
  globalThis.fetch = async (input, init) => {
    const response = await real(input, init);
    if (String(input).endsWith("/v1/token")) {
      const body = (await response.clone().json()) as { access_token?: string };
      if (body.access_token) seen.push(body.access_token);
    }
    return response;
  };
  return {
    seen,
    stop: () => {
      globalThis.fetch = real;
    },
  };
}
