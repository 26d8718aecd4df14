/**
 * True for what cannot be the stack's own issuer. A server that is still to be created may get any
 * id, and `default` is a second name of a server that has an id too.
 */
export function isAnotherIssuer(uri: string | undefined, ours: string | undefined): boolean {
  if (uri === undefined) return false;
  const id = /\/oauth2\/([^/?#]+)/.exec(uri)?.[1];
  if (id === undefined) return true;
  if (ours === undefined) return id === "default";
  return id !== ours && id !== "default" && ours !== "default";
}
