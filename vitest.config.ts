import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // It warns of what only tests may do.
    onConsoleLog: (log) => !log.startsWith("oidc-provider WARNING"),
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          pool: "threads",
          // Most of a file's time would be the import of the Pulumi and Kubernetes packages.
          isolate: false,
          maxWorkers: 2,
          setupFiles: ["test/setup.ts"],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          pool: "forks",
          // Engine, control plane and Pods wait more than they work: two files at a time fill two cores.
          maxWorkers: 2,
          setupFiles: ["test/setup.ts"],
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
