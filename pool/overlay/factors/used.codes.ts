import { verify } from 'cognito-local/lib/services/totp';
import { refusal } from '../request.reader';

/** Longer than the time in which a code is valid. */
const REMEMBERED_MS = 120_000;

/** Authenticator codes that were already used. */
export class UsedCodes {
  readonly #used = new Map<string, number>();

  constructor(private readonly refuses: boolean) {}

  /**
   * Whether a code is right for a secret.
   *
   * @throws ExpiredCodeException if the code was already used and the pool refuses used codes
   */
  isRight(secret: string, code: string): boolean {
    if (!verify(secret, code)) return false;
    const key = `${secret} ${code}`;
    const usedAt = this.#used.get(key);
    if (this.refuses && usedAt !== undefined && Date.now() - usedAt < REMEMBERED_MS) {
      throw refusal('ExpiredCodeException', 'Your software token has already been used once.');
    }
    this.#used.set(key, Date.now());
    return true;
  }
}
