import fc from "fast-check";
import type { RoleMapping } from "../../../access/role-mapping.ts";
import type { TokenType } from "../../../access/sign-in/settings.ts";

/** How people sign in, as a stack and strangers may have made it. */
export interface PeoplesWorld {
  assigned: string[];
  rules: { groups: string[]; excluded: string[]; scopes: string[]; grant: string }[];
  filter: { type: string; value: string };
  claimType: string;
  claimScopes: string[];
  tokenType: TokenType;
  mapping: RoleMapping;
  authorizes: boolean;
  isSwitchedOff: boolean;
}

const some = (...names: string[]) => fc.subarray(names, { minLength: 1 });

const rule = fc.record({
  groups: fc.oneof(
    some("engineers", "readers", "staff", "editor"),
    fc.constant<string[]>(["EVERYONE"]),
  ),
  excluded: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: some("engineers", "staff") },
  ),
  scopes: fc.oneof(
    fc.constant<string[]>(["*"]),
    some("profile", "email").map((more) => ["openid", ...more]),
    fc.constant<string[]>(["openid"]),
  ),
  grant: fc.oneof(
    { weight: 6, arbitrary: fc.constant<string>("authorization_code") },
    { weight: 1, arbitrary: fc.constant<string>("client_credentials") },
  ),
});

/** Any world; what it depends on is as often so that people get in. */
export const peoplesWorld: fc.Arbitrary<PeoplesWorld> = fc.record({
  assigned: fc.subarray(["engineers", "readers", "staff", "editor"]),
  rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
  filter: fc.constantFrom(
    { type: "REGEX", value: "^(engineers|readers)$" },
    { type: "REGEX", value: "^(engineers)$" },
    { type: "REGEX", value: "^(read.*|staff|editor)$" },
    { type: "REGEX", value: ".*" },
    { type: "STARTS_WITH", value: "eng" },
    { type: "EQUALS", value: "readers" },
  ),
  claimType: fc.constantFrom("RESOURCE", "IDENTITY"),
  claimScopes: fc.constantFrom<string[][]>(["openid"], [], ["profile"]),
  tokenType: fc.constantFrom<TokenType[]>("access_token", "id_token"),
  mapping: fc.constantFrom<RoleMapping[]>(
    { engineers: ["publisher"], readers: ["reader"] },
    { engineers: ["publisher", "architect"], readers: ["publisher"] },
    { readers: ["admin"] },
    {},
  ),
  authorizes: fc.oneof(
    { weight: 6, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  isSwitchedOff: fc.oneof(
    { weight: 8, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});
