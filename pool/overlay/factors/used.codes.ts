import { verify } from 'cognito-local/lib/services/totp';
import { refusal } from '../request.reader';

/** Long enough for a code to leave the window in which it would be right again. */
const REMEMBERED_MS = 120_000;

/** Codes of authenticator applications that were right once. */
export class UsedCodes {
  readonly #used = new Map<string, number>();

  constructor(private readonly refuses: boolean) {}

  /**
   * Whether a code is right for a secret.
   * @throws ExpiredCodeException for one that was right before, where the pool refuses those
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
