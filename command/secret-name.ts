/** The name of a Kubernetes Secret. */
export interface SecretName {
  namespace: string;
  name: string;
}

/**
 * Reads NAMESPACE/NAME.
 *
 * @param option what the text begins with in messages
 * @throws what `refuse` makes
 */
export function secretName(
  text: string,
  refuse: (message: string) => Error,
  option = "--secret ",
): SecretName {
  const [namespace, name, ...rest] = text.split("/");
  if (namespace && name && rest.length === 0) return { namespace, name };
  throw refuse(`${option}${text} is no NAMESPACE/NAME of a Secret`);
}
