/** A constant response that is serialized once. */
export class SerializedOnce {
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
export const serializeOnce = (answer: object): SerializedOnce => new SerializedOnce(JSON.stringify(answer));

/** Any response as JSON. */
export const toJson = (answer: unknown): string =>
  answer instanceof SerializedOnce ? answer.json : JSON.stringify(answer);
