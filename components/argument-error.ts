import { RunError } from "@pulumi/pulumi";
import type { ErrorCode } from "../access/errors.ts";
import { type Finding, findingText, pathText } from "../access/finding.ts";

/** Arguments that a component refuses before its first resource; paths are those of its arguments. */
export class ArgumentError extends RunError {
  /** Stable code of the kind of refusal. */
  readonly code: ErrorCode;
  /** Every reason. */
  readonly findings: readonly Finding[];

  constructor(code: ErrorCode, findings: readonly Finding[]) {
    super(findings.map((finding) => findingText(pathText(finding.at), finding)).join("\n"));
    this.name = "ArgumentError";
    this.code = code;
    this.findings = findings;
  }
}
