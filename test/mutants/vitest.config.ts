import { defineConfig } from "vitest/config";

/** The unit tests, from the folder that Stryker runs in: the product's or the sandbox's. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/mutants/**"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 15_000,
  },
});
