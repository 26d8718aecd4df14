/** Marks special values in a state, and says that one is a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What Pulumi itself writes in place of a secret that it cannot decrypt. */
const BLINDED = "[secret]";

interface Deployment {
  secrets_providers?: unknown;
  resources?: { external?: boolean }[] | null;
}

/**
 * A state without its secrets, encrypted ones too, and without the key that would open them. What the
 * stack only reads is left out as well: it is not the stack's, and Pulumi would hand it to the pack as if it were.
 */
export function blind(text: string): string {
  const state = JSON.parse(text) as { deployment?: Deployment };
  const { deployment = {} } = state;
  delete deployment.secrets_providers;
  deployment.resources = deployment.resources?.filter(({ external }) => external !== true) ?? [];
  return JSON.stringify(state, (_, value) => (value?.[SIGNATURE] === SECRET ? BLINDED : value));
}
