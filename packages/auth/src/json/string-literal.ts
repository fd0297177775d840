/** A JSON string in well-formed JSON, its quotes included, from `lastIndex` on. */
export const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
