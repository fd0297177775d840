/** A token of 15 KB fits, with room for other headers; larger headers get 431. */
export const MAX_HEADER_BYTES = 32 * 1024;
export const MAX_BODY_BYTES = 1024 * 1024;
/** Bodies of the service are nested only a few levels deep. */
export const MAX_JSON_DEPTH = 50;
/** Members and elements of a JSON body together. Validation reports each of them, which costs more than parsing. */
export const MAX_JSON_ITEMS = 2000;
/** Larger bodies are read only after the caller has been authenticated. */
export const SMALL_BODY_BYTES = 16 * 1024;
/** Bytes of bodies beyond `SMALL_BODY_BYTES` each that may be in memory before they are complete. */
export const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
/** 128 characters of a username, each percent-encoded as up to four bytes. */
export const MAX_PARAM_LENGTH = 128 * 12;
/** How long a client may take to send the headers, and the whole request. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node checks connections against these two. */
export const CHECK_INTERVAL_MS = 1000;
/**
 * Idle connections are kept longer than load balancers keep them (60 s on AWS), so that a load balancer never sends a
 * request on a connection that is being closed.
 */
export const KEEP_ALIVE_TIMEOUT_MS = 65_000;
