/**
 * Where the identity provider sends a person back to: the address of Browser or Bloom, with the
 * parameters by which it knows the way. The provider compares it letter by letter.
 */
export function redirectUri(browser: string, providerId: string): string {
  return `${browser}?idp_id=${providerId}&auth_flow_step=redirect_uri`;
}

/** The origin (RFC 6454) of each address, each once: what CORS at the identity provider has to allow. */
export function originsOf(browsers: readonly string[]): string[] {
  return [...new Set(browsers.map((browser) => new URL(browser).origin))].sort();
}
