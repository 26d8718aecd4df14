import { kafkaConnector, sparkConnector, spring } from "./applications.ts";
import type { Format } from "./format.ts";
import { json } from "./json.ts";
import { eso, esoPush, k8s } from "./kubernetes.ts";
import { docker, dotenv, env } from "./lines.ts";
import { aws, azure, gcp, vault } from "./stores.ts";

/** Every form, by its name on the command line. */
export const FORMATS: Readonly<Record<string, Format>> = {
  env,
  dotenv,
  docker,
  json,
  k8s,
  eso,
  "eso-push": esoPush,
  vault,
  aws,
  azure,
  gcp,
  spring,
  "kafka-connector": kafkaConnector,
  "spark-connector": sparkConnector,
};
