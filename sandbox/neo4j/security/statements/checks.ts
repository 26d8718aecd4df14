import { argumentError } from "../errors.ts";
import type { StatementContext } from "./context.ts";

/** @throws Neo4jError ArgumentError */
export function checkUserName(name: string): void {
  if (name === "") throw argumentError("The provided username is empty.");
  if (!/^[!-~]+$/.test(name) || /[,:]/.test(name)) {
    throw argumentError(
      `Username '${name}' contains illegal characters.\nUse ascii characters that are not ',', ':' or whitespaces.`,
    );
  }
}

/** @throws Neo4jError ArgumentError */
export function checkPassword({ configuration }: StatementContext, password: string): void {
  if (password === "") throw argumentError("A password cannot be empty.");
  if (password.length < configuration.minimumPasswordLength) {
    throw argumentError(
      `A password must be at least ${configuration.minimumPasswordLength} characters.`,
    );
  }
}
