import { EMULATOR_KEYS } from './emulator-keys.ts';
import { faultOf, isForRs256, toSigningKey, type Jwk, type SigningKey } from './jwk.ts';
import { readJwks } from './jwks-request.ts';

export interface KeyServerOptions {
  /** URLs of one key set, in the order in which they are tried. */
  readonly uris: readonly string[];
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  readonly acceptEmulatorKeys: boolean;
}

/** The pool publishes a key whose private half is public: anybody could sign tokens. */
export class EmulatorKeyPublished extends Error {
  override readonly name = 'EmulatorKeyPublished';
  constructor() {
    super('the key server publishes the signing key of an emulator, whose private half is public');
  }
}

/** Fetches the signing keys that the pool publishes. */
export class KeyServer {
  /** The URL that worked last comes first. */
  #uris: readonly string[];
  /** Thumbprints of the valid keys in the last response, because checking a key takes milliseconds. */
  #sound: ReadonlySet<string> = new Set();

  constructor(private readonly options: KeyServerOptions) {
    this.#uris = options.uris;
  }

  /**
   * Fetches the published keys once. The URLs are two forms of one address: a pool serves one of them and
   * answers 403 for the other, so the fetch fails only if every URL fails. There are at most two attempts.
   *
   * @throws EmulatorKeyPublished
   * @throws Error if no URL returns a usable key: the failure of the first one.
   */
  async read(): Promise<SigningKey[]> {
    const [first, ...others] = this.#uris;
    if (first === undefined) throw new Error('there is no URL of a key server');
    try {
      return await this.#readFrom(first);
    } catch (error) {
      if (error instanceof EmulatorKeyPublished) throw error;
      return await Promise.any(others.map((uri) => this.#readFrom(uri))).catch((errors: AggregateError) => {
        throw errors.errors.find((each) => each instanceof EmulatorKeyPublished) ?? error;
      });
    }
  }

  async #readFrom(uri: string): Promise<SigningKey[]> {
    const keys = this.#usable(await readJwks(uri, this.options.timeout));
    this.#uris = [uri, ...this.#uris.filter((each) => each !== uri)];
    return keys;
  }

  #usable(jwks: readonly Jwk[]): SigningKey[] {
    const keys = jwks.filter(isForRs256).map(toSigningKey);
    if (!this.options.acceptEmulatorKeys && keys.some(({ thumbprint }) => EMULATOR_KEYS.has(thumbprint)))
      throw new EmulatorKeyPublished();
    const sound = keys.filter((key) => this.#sound.has(key.thumbprint) || faultOf(key) === undefined);
    this.#sound = new Set(sound.map(({ thumbprint }) => thumbprint));
    if (sound.length > 0) return sound;
    const [first] = keys;
    const reason = first ? `: ${faultOf(first)}` : '';
    throw new Error(`the key server publishes no key that is usable for RS256${reason}`);
  }
}
