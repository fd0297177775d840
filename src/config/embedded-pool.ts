/** The pool id of the embedded pool. */
export const EMBEDDED_POOL_ID = 'us-east-1_LocalPool';
