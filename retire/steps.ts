import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { shellWord } from "../access/shell-word.ts";
import { type Called, type Described, proof } from "./step.ts";

/** How long a token that was given out lives. */
export function bound({ tokenLifetimeMinutes }: AccessContract): Described {
  const now = minutes(tokenLifetimeMinutes);
  return {
    id: "bound",
    title: `The bound: ${now}`,
    text: [
      `Neo4j verifies tokens by itself, so one that was given out opens it until it expires: ${now} after the account was switched off, at most.`,
      ...(tokenLifetimeMinutes > 5
        ? [
            `To make it shorter, lower tokenLifetimeMinutes (5 is the least) in the stack's file and run up, ${now} before the account is switched off; it holds for all accounts of the stack.`,
          ]
        : []),
      "To end it at once, where the stack requires local users: suspend the account's user under database.users, and run npm run database -- --apply.",
      "Switching the rule of the access policy off at Okta stops new tokens of all accounts, and takes back none.",
    ],
    commands: [],
  };
}

/** What its owner has to know. */
export function grace(found: AccessAccount | undefined, { grace: days, today }: Called): Described {
  const last = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  return {
    id: "grace",
    title: `Grace: until ${last}`,
    text: [
      `Tell ${found?.owner ?? "its owner"}.`,
      `expires: ${last} at the account in the stack's file switches it off at the first up after that day.`,
    ],
    commands: [],
  };
}

/** What the proof needs. */
export function keep({ account, source }: Called): Described {
  return {
    id: "keep",
    title: "Keep a last token, for the proof",
    text: [
      "Just before the account is switched off. It is a credential until it expires. The file is yours alone; delete it after the proof.",
    ],
    commands: [
      `npm run retire -- ${source} --account ${shellWord(account)} --keep-token ${tokenFile(account)}`,
    ],
  };
}

/** The end of new tokens. */
export function disable(called: Called): Described {
  return {
    id: "disable",
    title: "Switch it off",
    text: [
      "disabled: true at the account in the stack's file. Its app becomes INACTIVE and gets no new token.",
    ],
    commands: deploying(called),
  };
}

/** Who still needs it. */
export function watch({ tokenLifetimeMinutes }: AccessContract): Described {
  return {
    id: "watch",
    title: `Watch for ${minutes(tokenLifetimeMinutes)}`,
    text: [
      "Neo4j's security log names the account in each login that still succeeds; Okta's System Log in each token that is refused.",
      "Somebody who still needs it can have it back: take disabled away, and run up.",
    ],
    commands: [],
  };
}

/** Whether it gets in. */
export function prove(called: Called): Described {
  return {
    id: "prove",
    title: "Prove that it gets in no more",
    text: [
      "It asks for a token, which Okta has to refuse, and presents the last one, which Neo4j has to refuse: at once where the account's user is suspended, else when it has ended (exit status 1 until then).",
      "Within a day of its end: an older token tells nothing of those that were got after it.",
    ],
    commands: [`${proof(called)} --old-token ${tokenFile(called.account)}`],
  };
}

/** What goes with it. */
export function remove(
  contract: AccessContract,
  found: AccessAccount | undefined,
  called: Called,
): Described {
  const others = contract.accounts.filter(({ name }) => name !== called.account);
  const alone = (found?.groups ?? []).filter(
    (group) => !others.some(({ groups }) => groups.includes(group)),
  );
  return {
    id: "remove",
    title: "Remove it",
    text: [
      "Take the account out of the stack's file; the app at Okta and the delivered Secret go with it.",
      ...(alone.length === 0
        ? []
        : [
            `Nobody else has ${alone.join(", ")}: take ${alone.length === 1 ? "that group" : "those groups"} out of groups as well, which restarts Neo4j.`,
          ]),
    ],
    commands: deploying(called),
  };
}

/** The proof by its client id, which the contract does not have any more. */
export function proveRemoved(called: Called): Described {
  return {
    id: "prove-removed",
    title: "Prove that it is gone",
    text: [
      "An app of this client id that somebody makes again would get tokens by no policy of the stack.",
      "The credential and the last token are needed for it.",
      "Then delete that token, its private key, its entry in the secret store, and its public key where jwksUri serves it.",
    ],
    commands: [
      `${proof(called)} --old-token ${tokenFile(called.account)} --client-id ${shellWord(called.clientId)}`,
    ],
  };
}

/** How a change of the stack's file is made to count. */
function deploying({ source }: Called): string[] {
  const stack = /^--stack \S+/.exec(source)?.[0] ?? "--stack NAME";
  return [`npm run review -- ${stack}`, `npm run up -- ${stack}`];
}

function tokenFile(account: string): string {
  return shellWord(`${account}.token`);
}

function minutes(count: number): string {
  return count === 1 ? "1 minute" : `${count} minutes`;
}
