import fc from "fast-check";

/** Property tests repeat themselves; FAST_CHECK_SEED makes them look elsewhere. */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_122) });
