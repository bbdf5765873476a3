/**
 * For a Node that runs our source in several threads. It strips types by WebAssembly, in each thread, and when two threads of
 * V8 13.6 replace the wrapper of one import at the same time, the process ends ("Check failed: jit_page.has_value()"). So none
 * is replaced. What is built has no types to strip.
 */
export const KEEP_WRAPPERS = '--wasm-wrapper-tiering-budget=1000000000'
