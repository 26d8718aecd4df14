import { PolicyPack } from "@pulumi/policy";

// The policies of `policy-pack.ts`: every stack of the tests' program breaks both.
new PolicyPack("tiny", {
  enforcementLevel: "advisory",
  policies: [
    {
      name: "app-is-renamed",
      description: "Apps are called otherwise.",
      validateResource: ({ type, name }, report) => {
        if (type !== "okta:app/oAuth:OAuth") return;
        report(`the app is called ${name}. Fix: call it otherwise, by the setting of the stack.`);
      },
    },
    {
      name: "no-release",
      description: "Nothing is released.",
      validateStack: ({ resources }, report) => {
        const isRelease = ({ type }: { type: string }) => type.endsWith("/v3:Release");
        if (resources.some(isRelease)) report("\u001b[2Jthe stack has a release.");
      },
    },
  ],
});
