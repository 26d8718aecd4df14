import {
  containsUnknown,
  isProperties,
  type Properties,
  reveal,
  type Value,
} from "../../protocol/values.ts";

/** Helm's options that say which chart is meant; undefined while something of it is unknown. */
export function chartArguments(inputs: Properties): string[] | undefined {
  const named = ["chart", "version", "repositoryOpts", "devel", "verify", "keyring"];
  if (named.some((name) => containsUnknown(inputs[name]))) return undefined;
  const text = (value: Value | undefined): string => String(reveal(value) ?? "").trim();
  const repository = reveal(inputs.repositoryOpts);
  const options: [string, string][] = [["--version", text(inputs.version)]];
  if (isProperties(repository)) {
    options.push(["--repo", text(repository.repo)]);
    options.push(["--ca-file", text(repository.caFile)]);
    options.push(["--cert-file", text(repository.certFile)]);
    options.push(["--key-file", text(repository.keyFile)]);
  }
  const flags = [
    ...(reveal(inputs.devel) === true ? ["--devel"] : []),
    ...(reveal(inputs.verify) === true ? ["--verify"] : []),
  ];
  return [
    text(inputs.chart),
    ...options.flatMap(([option, value]) => (value === "" ? [] : [option, value])),
    ...flags,
  ];
}
