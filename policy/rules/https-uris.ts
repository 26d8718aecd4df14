import { TYPES } from "../../access/effective/okta.ts";
import type { Breach, ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE, type Subject } from "../subject.ts";

const OF_APP = ["jwksUri", "clientUri", "loginUri", "redirectUris", "postLogoutRedirectUris"];

/** Settings of a provider that hold an address. */
const OF_PROVIDER = /^dbms\.security\.oidc\..+\.(?:issuer|\w*_uri|\w+_endpoint)$/;

export const httpsUris: ResourceRule = {
  name: "https-uris",
  description: "Addresses of keys, issuers, apps and charts are https.",
  why: "Whoever is on the way could put keys of its own in place, and sign tokens as anybody.",
  fix: "use https",
  level: "mandatory",
  owasp: "NHI4",
  tags: ["SC-8", "SC-23", "RFC 9700"],
  types: [TYPES.app, RELEASE],
  judge: (subject, context) => [...ofApp(subject), ...ofRelease(subject, context)],
};

function ofApp(app: Subject): Breach[] {
  return OF_APP.flatMap((key) =>
    [app.text(key), ...app.texts(key)].flatMap((value) => plain(key, value)),
  );
}

const ofRelease = ofNeo4j((release, neo4j) => {
  const names = Object.keys(neo4j.config).filter((name) => OF_PROVIDER.test(name));
  const repository = Object(release.value("repositoryOpts")).repo;
  return [
    ...names.flatMap((name) => plain(`values.config.${name}`, release.setting(neo4j, name))),
    ...plain("repositoryOpts.repo", repository),
    ...plain("chart", release.text("chart")),
  ];
});

/** On this machine alone, nobody is on the way. */
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

function plain(at: string, value: unknown): Breach[] {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== "http:" || LOOPBACK.includes(url.hostname)) return [];
  return [{ at, value, reason: "which anybody on the way can change" }];
}
