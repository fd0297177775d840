/** A constant response that is serialized once. */
export class WrittenOnce {
  constructor(
    /** The response as JSON. */
    readonly json: string,
  ) {}

  // For each result, Nest compares the source text of its constructor with that of `Object`. Without a
  // constructor it skips this check. Debuggers then show a plain object; `instanceof` still works.
  static {
    Reflect.deleteProperty(this.prototype, 'constructor');
  }
}

/** A constant response. The object must never change. */
export const writtenOnce = (answer: object): WrittenOnce => new WrittenOnce(JSON.stringify(answer));

/** Any response as JSON. */
export const toJson = (answer: unknown): string =>
  answer instanceof WrittenOnce ? answer.json : JSON.stringify(answer);
