import type { KeyObject } from "node:crypto";
import { text as textOf } from "node:stream/consumers";
import { changedLines, writeStackFile } from "../account/stack-edit.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import { giveToCommand } from "./destinations/command.ts";
import { writeKeyFile } from "./destinations/file.ts";
import { putIntoSecret } from "./destinations/secret.ts";
import { extendedJwks, writeJwks } from "./jwks-file.ts";
import { newKey, pemOf, publicKeyOf, readKey, readKeyFile } from "./key.ts";
import { type Options, parseOptions } from "./options.ts";
import { findAccount, isOnKey, publicText, withPublicKey } from "./public-half.ts";

/** @returns the exit status: 0 done, 2 usage, 3 refused or not written */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (options !== undefined) await keygen(options, around);
    return 0;
  } catch (error) {
    return exitOf(error, around, ["keygen-usage"]);
  }
}

/** All that can be refused is, before the private key is out; what is public comes after it. */
async function keygen(options: Options, { write, writeError, input }: Surroundings): Promise<void> {
  const account = await findAccount(options);
  const key = await keyFor(options, input);
  const publicKey = await publicKeyOf(key);
  const { stack = "", project, jwks } = options;
  const stackText = options.write && account ? withPublicKey(account, stack, publicKey) : undefined;
  const document = jwks === undefined ? undefined : await extendedJwks(jwks, publicKey);
  const where = await deliver(options, pemOf(key), publicKey.kid);
  writeError(`${where}kid ${publicKey.kid}\n`);
  try {
    if (jwks !== undefined && document !== undefined) {
      await writeJwks(jwks, document);
      writeError(`public key in ${jwks}\n`);
    }
    if (account !== undefined && stackText !== undefined) {
      const { file } = account.found;
      await writeStackFile(project, file.name, stackText);
      write(`${file.name}:\n${changedLines(file.text, stackText)}`);
      if (!isOnKey(account)) {
        writeError(
          "It was on a client secret: from the next npm run up on, Okta takes its key alone.\n",
        );
      }
    } else if (jwks === undefined || options.account === undefined)
      write(publicText(publicKey, options));
  } catch (error) {
    // The private key is out: without its public half it would be lost.
    write(publicText(publicKey, options));
    throw error;
  }
}

async function keyFor({ from, size }: Options, input: NodeJS.ReadableStream): Promise<KeyObject> {
  if (from === undefined) return newKey(Number(size));
  if (from === "-") return readKey(await textOf(input), "--from -");
  return readKeyFile(from, "--from");
}

/** @returns where the private key is now, for people */
async function deliver({ output, secret, to }: Options, pem: string, kid: string): Promise<string> {
  if (output !== undefined) {
    await writeKeyFile(output, pem);
    return `private key in ${output}, `;
  }
  if (secret !== undefined) {
    await putIntoSecret(secret, { pem, kid });
    return `private key in Secret ${secret.namespace}/${secret.name}, `;
  }
  if (to !== undefined) {
    await giveToCommand(to, pem);
    return "private key sent to the command, ";
  }
  return "";
}
