/** Any key costs the same. */
export const BENCH_KEY = new Uint8Array(32).fill(7)
