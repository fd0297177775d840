/** An answer that stays the same for as long as it lives, and is written out once. */
export class WrittenOnce {
  constructor(
    /** The answer as JSON. */
    readonly json: string,
  ) {}

  // Nest asks of whatever a handler returns whether its constructor is `Object`, by the source text of both. One that is
  // not there is not asked for. A debugger shows a plain object then; `instanceof` works as ever.
  static {
    Reflect.deleteProperty(this.prototype, 'constructor');
  }
}

/** A constant answer. What it is made of must never change. */
export const writtenOnce = (answer: object): WrittenOnce => new WrittenOnce(JSON.stringify(answer));

/** Any answer as JSON. */
export const toJson = (answer: unknown): string =>
  answer instanceof WrittenOnce ? answer.json : JSON.stringify(answer);
