import type { ContactAttribute } from '../../pool.config';

/** A code that proves an address or number. */
interface AttributeCode {
  readonly code: string;
  /** The value that waits for the proof; undefined where it is the current one. */
  readonly value: string | undefined;
  readonly expiresAt: number;
}

/** Cognito's codes for attributes are good for a day. */
const DAY_MS = 86_400_000;

/** The codes of VerifyUserAttribute, one for each attribute of a user, by `sub`. */
export class AttributeCodes {
  private readonly codes = new Map<string, AttributeCode>();

  issue(sub: string, attribute: ContactAttribute, code: string, value: string | undefined): void {
    this.codes.set(key(sub, attribute), { code, value, expiresAt: Date.now() + DAY_MS });
  }

  /** The newest code that has not expired. */
  find(sub: string, attribute: ContactAttribute): AttributeCode | undefined {
    const found = this.codes.get(key(sub, attribute));
    return found !== undefined && found.expiresAt > Date.now() ? found : undefined;
  }

  forget(sub: string, attribute: ContactAttribute): void {
    this.codes.delete(key(sub, attribute));
  }
}

function key(sub: string, attribute: ContactAttribute): string {
  return `${attribute}:${sub}`;
}
