/**
 * Of V8, for the process that the engine runs in. A young generation as large as V8 lets it grow in a first sync (128 MB in
 * Node) is memory that stays taken, and makes V8 collect all garbage four times as often: docs/decisions/023.
 */
export const ENGINE_V8_FLAGS = '--max-semi-space-size=3'
