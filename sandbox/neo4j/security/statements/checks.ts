import { invalidArguments } from "../errors.ts";
import type { StatementContext } from "./context.ts";

/** @throws Neo4jError InvalidArguments */
export function checkUserName(name: string): void {
  if (name === "") throw invalidArguments("The provided username is empty.");
  if (!/^[!-~]+$/.test(name) || /[,:]/.test(name)) {
    throw invalidArguments(
      `Username '${name}' contains illegal characters. Use ascii characters that are not ',', ':' or whitespaces.`,
    );
  }
}

/** @throws Neo4jError InvalidArguments */
export function checkPassword({ configuration }: StatementContext, password: string): void {
  if (password === "") throw invalidArguments("A password cannot be empty.");
  if (password.length < configuration.minimumPasswordLength) {
    throw invalidArguments(
      `A password must be at least ${configuration.minimumPasswordLength} characters.`,
    );
  }
}
