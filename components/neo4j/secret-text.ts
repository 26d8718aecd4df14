/**
 * True for a text that holds a secret whatever it is called: a private key, a JSON Web Token, a URL
 * with a password, or `password=...` in any option. A trust store's password protects nothing.
 */
export function looksSecret(text: string): boolean {
  return (
    text.includes("PRIVATE KEY-----") ||
    /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}/.test(text) ||
    /\/\/[^\s/:@]*:[^\s/@]+@/.test(text) ||
    /(?<!trust_?store)(passw(or)?d|passphrase|secret|token)=[^\s&;]/i.test(text)
  );
}
