import { SandboxError } from "../errors.ts";

/** What Node says when it cannot listen. */
type ListenError = NodeJS.ErrnoException & { address?: string; hostname?: string; port?: number };

/** The refusal that says why an emulator does not start; what is no such reason comes back as it is. */
export function explainStart(error: unknown): unknown {
  const { code = "", address, hostname, port, message } = error as ListenError;
  if (code === "EADDRINUSE") {
    return new SandboxError(
      "port-in-use",
      `Port ${port} is in use on this machine. Choose another one, or leave the port out to get a free one.`,
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new SandboxError(
      "host-unavailable",
      `${address ?? hostname} is no address of this machine. Fix: name one of its own, or 0.0.0.0 for all of them.`,
      { exitCode: 2 },
    );
  }
  if (code.startsWith("ERR_OSSL_")) {
    return new SandboxError(
      "certificate-invalid",
      `The certificate and the key cannot be used: ${message}. Fix: give both as PEM, the key without a passphrase.`,
      { exitCode: 2, cause: error },
    );
  }
  return error;
}
