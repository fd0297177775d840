/** An answer that stays the same for as long as it lives, and is written out once. */
export class WrittenOnce {
  #json: string | undefined;

  /** The answer as JSON. */
  get json(): string {
    this.#json ??= JSON.stringify(this);
    return this.#json;
  }

  // Nest asks of whatever a handler returns whether its constructor is `Object`, by the source text of both. One that is
  // not there is not asked for. A debugger shows a plain object then; `instanceof` works as ever.
  static {
    Reflect.deleteProperty(this.prototype, 'constructor');
  }
}

/** A constant answer: it must never change. */
export const writtenOnce = <Answer extends object>(answer: Answer): Readonly<Answer> =>
  Object.freeze(Object.assign(new WrittenOnce(), answer));

const written = new WeakMap<object, WrittenOnce>();

/**
 * An answer for an object that lives longer than the request and never changes, written out once and forgotten with it.
 *
 * @param source what the answer is made of; it must be frozen.
 */
export function writtenOnceFor<Source extends object>(source: Source): Readonly<Source> {
  let answer = written.get(source);
  if (answer === undefined) {
    answer = writtenOnce(source) as object as WrittenOnce;
    written.set(source, answer);
  }
  return answer as object as Source;
}

/** Any answer as JSON. */
export const toJson = (answer: unknown): string =>
  answer instanceof WrittenOnce ? answer.json : JSON.stringify(answer);
