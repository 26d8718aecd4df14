import { stripVTControlCharacters } from "node:util";
import { Redactor } from "../../tokens/redact.ts";

/** A failure that the log of `pulumi up` tells. */
export interface LoggedFailure {
  /** Pulumi's type token, as short as the log has it, e.g. `okta:app:OAuth`; undefined where the line names none. */
  type: string | undefined;
  /** What the program calls the resource. */
  resource: string | undefined;
  /** What the provider said, on one line, without tokens. */
  said: string;
}

/** `okta:app:OAuth (etl-loader-app):`, above the errors of that resource. */
const HEADING = /^\s*((?:okta|kubernetes)[\w.:/-]*:[\w-]+) \((.+?)\):\s*$/;
const ERROR = /^\s*(?:@ .*)?error: (.+)$/;

const NOBODY = { type: undefined, resource: undefined };

/** The errors of a log, in its order, each once. A line without a resource is one of the program's. */
export function readLog(text: string): LoggedFailure[] {
  const failures: LoggedFailure[] = [];
  const redactor = new Redactor();
  let of: Pick<LoggedFailure, "type" | "resource"> = NOBODY;
  for (const line of stripVTControlCharacters(text).split(/\r?\n/)) {
    const [, type, resource] = HEADING.exec(line) ?? [];
    if (type !== undefined) of = { type, resource };
    else if (/^\S/.test(line)) of = NOBODY;
    const said = ERROR.exec(line)?.[1];
    if (said !== undefined) failures.push({ ...of, said: redactor.clean(said) });
  }
  return [...new Map(failures.map((one) => [JSON.stringify(one), one])).values()];
}
