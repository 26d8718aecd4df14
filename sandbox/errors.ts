/** Stable codes of the sandbox's expected failures, by the part that reports them. */
export type SandboxErrorCode =
  // run: one rehearsal
  | "sandbox-usage"
  | "interrupted"
  | "timed-out"
  | "stack-name"
  | "stack-missing"
  | "stack-invalid"
  | "project-missing"
  | "project-invalid"
  | "program-missing"
  | "setting-encrypted"
  | "chart-not-replaced"
  | "chart-links"
  | "kubeconfig-unreadable"
  | "context-unknown"
  | "okta-host-missing"
  | "okta-host-unknown"
  | "cluster-unreachable"
  | "cluster-busy"
  | "cluster-occupied"
  | "chart-unreachable"
  | "earlier-run-left"
  | "program-file-missing"
  | "settings-refused"
  | "report-file"
  | "policy-pack-missing"
  | "policy-pack-config"
  | "policy-pack-packages"
  | "policy-violated"
  | "language-host-missing"
  | "pulumi-sdk"
  | "pulumi-shim"
  | "engine-failed"
  | "cluster-died"
  | "neo4j-boot"
  | "object-missing"
  | "not-proven"
  | "apply-refused"
  | "sandbox-not-running"
  | "sandbox-gone"
  | "preview-not-empty"
  | "leftovers"
  // toolchain
  | "toolchain-platform"
  | "toolchain-override"
  | "toolchain-unavailable"
  | "toolchain-cache"
  | "toolchain-digest"
  | "toolchain-digests"
  | "toolchain-chart"
  // process
  | "process-not-started"
  | "process-exited"
  | "process-not-ready"
  | "process-stopped"
  // kubernetes
  | "service-not-found"
  | "service-port-unknown"
  | "service-port-not-served"
  | "service-not-ready"
  // neo4j: why it does not boot
  | "config-directory"
  | "unrecognized-setting"
  | "invalid-value"
  | "command-not-executed"
  | "illegal-configuration"
  | "edition"
  | "license"
  | "initial-password"
  | "sandbox-option"
  // okta
  | "host-not-loopback"
  | "host-unavailable"
  | "certificate-invalid"
  | "token-invalid"
  | "sign-in-refused"
  | "seed-invalid"
  | "port-in-use"
  | "already-started"
  | "not-started"
  // plugins
  | "plugin-not-covered";

export interface SandboxErrorOptions extends ErrorOptions {
  /** Exit status of the process: 1 the rehearsal failed, 2 usage, 130 interrupted. Default 1. */
  exitCode?: number;
}

/**
 * A failure that the user can do something about. The message says what; it is shown without a
 * stack trace. Anything else that is thrown is a bug.
 */
export class SandboxError extends Error {
  override readonly name: string = "SandboxError";
  readonly code: SandboxErrorCode;
  readonly exitCode: number;

  constructor(code: SandboxErrorCode, message: string, options: SandboxErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.exitCode = options.exitCode ?? 1;
  }
}
