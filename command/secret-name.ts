/** The name of a Kubernetes Secret. */
export interface SecretName {
  namespace: string;
  name: string;
}

/** Reads NAMESPACE/NAME. @throws what `refuse` makes */
export function secretName(text: string, refuse: (message: string) => Error): SecretName {
  const [namespace, name, ...rest] = text.split("/");
  if (namespace && name && rest.length === 0) return { namespace, name };
  throw refuse(`--secret ${text} is no NAMESPACE/NAME of a Secret`);
}
