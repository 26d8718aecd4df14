import { AccessPolicy, ServiceAccount } from "../../components/index.ts";

const loader = new ServiceAccount("price-loader", {
  groups: ["neo4j_publisher"],
  credential: { kind: "private_key_jwt", jwksUri: "https://keys.example.com/price-loader.json" },
});
const server = { id: "default" };
new AccessPolicy("price-loader", { server, clients: [loader.clientId], scope: "neo4j_groups" });
