/**
 * Whose right a command is sent with: the caller's own access token (`caller`), our IAM rights (`service`), what the
 * caller has just given to be let in (`credentials`: sign-in, challenge, refresh), or nobody's (`anyone`: sign-up and
 * forgotten passwords).
 */
export type Caller = 'caller' | 'service' | 'credentials' | 'anyone';
