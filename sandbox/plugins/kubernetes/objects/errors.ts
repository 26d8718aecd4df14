import { ApiException } from "@kubernetes/client-node";
import { isProperties, type Properties, redacted, reveal, Secret } from "../../protocol/values.ts";
import type { ObjectKind } from "./kinds.ts";

/** Turns "there is no such object" into undefined; throws what else went wrong. */
export function isMissing(error: unknown): undefined {
  if (error instanceof ApiException && error.code === 404) return undefined;
  throw error;
}

/**
 * Runs a call to the API server and says what was being done when it fails, in the API server's own
 * words without any value of a Secret.
 */
export async function during<T>(
  kind: ObjectKind,
  action: string,
  object: object,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const properties = object as Properties;
    const metadata = isProperties(properties.metadata) ? properties.metadata : {};
    const name = [metadata.namespace, metadata.name].filter((part) => part !== undefined).join("/");
    throw new Error(
      `failed to ${action} ${kind.kind} ${name}: ${withoutSecrets(messageOf(error), kind, properties)}`,
    );
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof ApiException)) {
    const cause = (error as { cause?: { message?: string } }).cause?.message;
    return cause ?? (error as Error).message;
  }
  const text: unknown = error.body;
  const body = typeof text === "string" ? parsed(text) : text;
  const message = (body as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : `the API server answered ${error.code}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The API server quotes what it cannot read, so nothing of a Secret's data may stay in its words. */
function withoutSecrets(message: string, kind: ObjectKind, object: Properties): string {
  if (kind.secretFields.length === 0) return message;
  const held = kind.secretFields.flatMap((field) => Object.values(reveal(object[field]) ?? {}));
  const encoded = held.map(String);
  const plain = encoded.map((text) => Buffer.from(text, "base64").toString("utf8"));
  const quoted = message.replace(/\.\.\.\|.*\|\.\.\./gs, "[secret]");
  return redacted(quoted, { held: new Secret([...encoded, ...plain]) });
}
