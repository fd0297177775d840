import { STRING } from './string-literal.ts';

/** A number, `true`, `false` or `null`. */
const SCALAR = /[^\s,\]}]+/y;
const SPACE = /\s*/y;

/**
 * Reads JSON whose member names are written with escapes. V8 may decode such a name as another one that it parsed
 * before (nodejs/node#63785), so this class passes only single strings and numbers to `JSON.parse`.
 */
export class JsonReader {
  #at = 0;

  /** @param text well-formed JSON without duplicate members, and not too deep for recursion. */
  constructor(private readonly text: string) {}

  read(): unknown {
    this.#skipSpace();
    switch (this.text[this.#at]) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return JSON.parse(this.#take(STRING));
      default:
        return JSON.parse(this.#take(SCALAR));
    }
  }

  #object(): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    this.#skip();
    while (this.text[this.#at] !== '}') {
      const name = JSON.parse(this.#take(STRING)) as string;
      this.#skipSpace();
      this.#skip();
      const member = this.read();
      // As `JSON.parse` does: `__proto__` is a member like any other.
      Object.defineProperty(value, name, {
        value: member,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      this.#skipComma();
    }
    this.#at += 1;
    return value;
  }

  #array(): unknown[] {
    const value: unknown[] = [];
    this.#skip();
    while (this.text[this.#at] !== ']') {
      value.push(this.read());
      this.#skipComma();
    }
    this.#at += 1;
    return value;
  }

  /** Skips one character and the white space after it. */
  #skip(): void {
    this.#at += 1;
    this.#skipSpace();
  }

  #skipComma(): void {
    this.#skipSpace();
    if (this.text[this.#at] === ',') this.#skip();
  }

  #skipSpace(): void {
    this.#take(SPACE);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
