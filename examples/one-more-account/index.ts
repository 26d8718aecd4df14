import { Config } from "@pulumi/pulumi";
import { AccessPolicy, ServiceAccount } from "../../components/index.ts";

const reader = new ServiceAccount("price-reader", {
  groups: ["neo4j_reader"],
  credential: { kind: "private_key_jwt", jwksUri: "https://keys.example.com/price-reader.json" },
});
const server = { id: new Config().get("server") ?? "default" };
new AccessPolicy("price-reader", { server, clients: [reader.clientId], scope: "neo4j_groups" });
