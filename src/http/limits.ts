/** A token of 15 KB fits, with room for other headers; what is larger gets 431. */
export const MAXIMUM_HEADER_BYTES = 32 * 1024;
export const MAXIMUM_BODY_BYTES = 1024 * 1024;
/** No body of the service is nested deeper than a few levels. */
export const MAXIMUM_JSON_DEPTH = 50;
/** 128 characters of a username, each percent-encoded as up to four bytes. */
export const MAXIMUM_PARAM_LENGTH = 128 * 12;
/** How long a client may take to send the headers, and the whole request: a slow one holds a connection no longer. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 30_000;
/** An idle connection is kept longer than load balancers do (60 s on AWS), so that they never send into a closing one. */
export const KEEP_ALIVE_TIMEOUT_MS = 65_000;
