import type { ContactAttribute } from '../../pool.config';

/** A code that verifies an address or number. */
interface AttributeCode {
  readonly code: string;
  /** The pending value; undefined if the code verifies the current value. */
  readonly value: string | undefined;
  readonly expiresAt: number;
}

/** Cognito's attribute codes are valid for a day. */
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
