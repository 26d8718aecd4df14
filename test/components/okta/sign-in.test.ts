import { expect, test } from "vitest";
import { ArgumentError, SignIn, type SignInArgs } from "../../../components/index.ts";
import { inputsOf, record, settled } from "../../support/pulumi.ts";

const ARGS: SignInArgs = {
  providerId: "okta",
  displayName: "Okta",
  server: {
    id: "aus1",
    issuer: "https://example.okta.com/oauth2/aus1",
    audience: "api://people",
  },
  browsers: ["https://neo4j.example.com/browser/"],
  groups: { engineers: ["publisher"], "C++ (data)": ["reader"] },
  groupIds: new Map([
    ["engineers", "00g2"],
    ["C++ (data)", "00g1"],
  ]),
};

const OUTPUTS = { "okta:app/oAuth:OAuth": () => ({ clientId: "0oa1" }) };

async function signIn(changes: Partial<SignInArgs> = {}) {
  return record(() => new SignIn("okta", { ...ARGS, ...changes }), { outputs: OUTPUTS });
}

async function trustOf(changes: Partial<SignInArgs> = {}) {
  const { trust } = (await signIn(changes)).result;
  const { params, audience, ...others } = trust;
  return { ...others, params: await settled(params), audience: await settled(audience) };
}

test("assigns the groups to the app, and to the rule, by their ids", async () => {
  const { resources } = await signIn();
  expect(inputsOf(resources, "okta-engineers")).toEqual({ appId: "okta-app-id", groupId: "00g2" });
  expect(inputsOf(resources, "okta-rule")).toMatchObject({
    groupWhitelists: ["00g1", "00g2"],
    accessTokenLifetimeMinutes: 60,
  });
  expect(inputsOf(resources, "okta-policy")).toMatchObject({
    clientWhitelists: ["0oa1"],
    priority: 1,
  });
});

test("by default access tokens of the server open the database, sub names who comes", async () => {
  expect(await trustOf()).toMatchObject({
    tokenType: "access_token",
    usernameClaim: "sub",
    groupsClaim: "groups",
    audience: { value: "api://people" },
    params: { value: "client_id=0oa1;response_type=code;scope=openid profile email" },
  });
});

test("ID tokens are for the client, and further parameters go where they belong", async () => {
  const further = {
    params: { prompt: "login" },
    tokenParams: { x: "y" },
  };
  expect(await trustOf({ tokenType: "id_token", further })).toMatchObject({
    audience: { value: "0oa1" },
    params: {
      value: "client_id=0oa1;response_type=code;scope=openid profile email;prompt=login",
    },
    tokenParams: "x=y",
  });
});

test("a group without an id is refused, before anything of it is declared", async () => {
  const groupIds = new Map([["engineers", "00g2"]]);
  const refused = signIn({ groupIds });
  await expect(refused).rejects.toThrow(ArgumentError);
  await expect(signIn({ groupIds })).rejects.toMatchObject({
    code: "sign-in-group",
    findings: [
      {
        code: "sign-in-group",
        at: ["groups", "C++ (data)"],
        message: "has no id",
        fix: "create the group with createGroup, or look it up with findGroup",
      },
    ],
  });
});
