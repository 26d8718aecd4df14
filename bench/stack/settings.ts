/** Settings of a stack with this many accounts, of both credential kinds, in three groups. */
export function settingsWith(accounts: number): Record<string, unknown> {
  return {
    authorizationServer: { id: "default", audience: "api://default" },
    groups: {
      neo4j_editor: ["editor"],
      neo4j_publisher: ["publisher"],
      neo4j_reader: ["reader"],
    },
    accounts: Array.from({ length: accounts }, (_, index) => account(index)),
    neo4j: { license: "eval" },
  };
}

const GROUPS = ["neo4j_editor", "neo4j_publisher", "neo4j_reader"];

function account(index: number): Record<string, unknown> {
  const name = `service-${String(index + 1).padStart(4, "0")}`;
  return {
    name,
    owner: "data-platform@example.com",
    purpose: `Benchmark, account ${index + 1}`,
    groups: [GROUPS[index % GROUPS.length]],
    credential:
      index % 2 === 0
        ? "client_secret"
        : { privateKeyJwt: { jwksUri: `https://keys.example.com/${name}.json` } },
  };
}
