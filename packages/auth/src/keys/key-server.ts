import { EMULATOR_KEYS } from './emulator-keys.ts';
import { faultOf, isForRs256, toSigningKey, type Jwk, type SigningKey } from './jwk.ts';
import { readJwks } from './jwks-request.ts';

export interface KeyServerOptions {
  /** Addresses of one key set, in the order in which they are tried. */
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

/** Where the pool publishes its signing keys. */
export class KeyServer {
  /** The address that answered last comes first. */
  #uris: readonly string[];
  /** By thumbprint: checking a key takes milliseconds. */
  readonly #faults = new Map<string, string | undefined>();

  constructor(private readonly options: KeyServerOptions) {
    this.#uris = options.uris;
  }

  /**
   * Reads the published keys once. The addresses are two forms of one; a pool answers at one of them and refuses the
   * other with 403, so that a failure is one only where every address fails. At most two attempts follow each other.
   *
   * @throws EmulatorKeyPublished
   * @throws Error where no address answers with a key that is usable here: the failure of the first one.
   */
  async read(): Promise<SigningKey[]> {
    const [first, ...others] = this.#uris;
    if (first === undefined) throw new Error('there is no address of a key server');
    try {
      return await this.#readFrom(first);
    } catch (error) {
      if (others.length === 0 || error instanceof EmulatorKeyPublished) throw error;
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
    const keys = jwks.filter(isForRs256).flatMap(readable);
    if (!this.options.acceptEmulatorKeys && keys.some(({ thumbprint }) => EMULATOR_KEYS.has(thumbprint)))
      throw new EmulatorKeyPublished();
    const sound = keys.filter((key) => this.#faultOf(key) === undefined);
    if (sound.length > 0) return sound;
    const [fault] = keys.map((key) => this.#faultOf(key));
    throw new Error(
      `the key server publishes no key that is usable for RS256${fault === undefined ? '' : `: ${fault}`}`,
    );
  }

  #faultOf(key: SigningKey): string | undefined {
    const { thumbprint } = key;
    if (!this.#faults.has(thumbprint)) {
      if (this.#faults.size >= 1000) this.#faults.clear();
      this.#faults.set(thumbprint, faultOf(key));
    }
    return this.#faults.get(thumbprint);
  }
}

/** A key that Node cannot read is none. */
function readable(jwk: Jwk): SigningKey[] {
  try {
    return [toSigningKey(jwk)];
  } catch {
    return [];
  }
}
