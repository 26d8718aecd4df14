import { type Token, tokenize } from "./tokens.ts";

const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Words that would begin another clause of the statement. */
const CLAUSES = ["SET", "GRANT", "CREATE", "CALL", "MATCH", "RETURN"];

/**
 * What makes a text no condition of an auth rule, in words that go on after "it"; undefined for nothing.
 * Whether Neo4j can work it out, only Neo4j knows.
 */
export function conditionFault(text: string): string | undefined {
  const tokens = tokenize(text);
  if (typeof tokens === "string") return tokens;
  if (tokens.length === 0) return "is empty";
  const clause = tokens.find(
    ({ kind, value }) => kind === "word" && CLAUSES.includes(value.toUpperCase()),
  );
  if (clause) return `holds ${clause.value}, which begins another clause`;
  const open: string[] = [];
  for (const { kind, value } of tokens) {
    if (kind !== "sign") continue;
    if (Object.values(BRACKETS).includes(value)) open.push(value);
    else if (value in BRACKETS && open.pop() !== BRACKETS[value]) {
      return `closes ${JSON.stringify(value)}, which it did not open`;
    }
  }
  return open.length > 0 ? `does not close ${JSON.stringify(open.at(-1))}` : undefined;
}

/** Whether two conditions say the same but for white space, quotes and the case of words. */
export function sameCondition(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

function canonical(text: string): string {
  const tokens = tokenize(text);
  return typeof tokens === "string" ? text : JSON.stringify(tokens.map(plain));
}

function plain({ kind, value }: Token): string {
  return kind === "word" ? value.toUpperCase() : kind === "text" ? `'${value}` : value;
}
