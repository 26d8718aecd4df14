import type { Resources, Storage } from "./release-args.ts";
import { mergeValues, type Values } from "./values/values.ts";

/** What the chart's values are made of; `T` is how a value that is not known yet is held. */
interface ReleaseValuesArgs<T = string> {
  /** Helm release name; also the server's name, so that Service and StatefulSet carry it. */
  release: string;
  license: "eval" | "yes";
  /** Name of the Secret that holds `NEO4J_AUTH`. */
  authSecret: T;
  /** Derived and extra Neo4j settings; every value is a string. */
  config: Record<string, string | T>;
  storage: Storage & { size: string };
  resources: Resources;
  /** Values of the trust in a private CA; none by default. */
  trust?: Values;
  /** Further values, already free of contradictions. */
  extra: Values;
}

/**
 * Values of the official chart `neo4j/neo4j` for one private Enterprise server: no LoadBalancer,
 * the password taken from a Secret and not printed in the release notes.
 */
export function releaseValues<T = string>(args: ReleaseValuesArgs<T>): Values {
  const base: Values = {
    neo4j: {
      name: args.release,
      // The chart compares the edition with this exact, lower-case word.
      edition: "enterprise",
      acceptLicenseAgreement: args.license,
      passwordFromSecret: args.authSecret,
      resources: { cpu: args.resources.cpu, memory: args.resources.memory },
    },
    logInitialPassword: false,
    services: { neo4j: { enabled: false } },
    volumes: { data: dataVolume(args.storage) },
    config: args.config,
  };
  return mergeValues(mergeValues(base, args.trust ?? {}), args.extra);
}

function dataVolume({ size, className }: ReleaseValuesArgs["storage"]): Values {
  const requests = { storage: size };
  if (className === undefined) {
    return { mode: "defaultStorageClass", defaultStorageClass: { requests } };
  }
  return { mode: "dynamic", dynamic: { storageClassName: className, requests } };
}
