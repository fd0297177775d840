import type { ServiceProcess } from '../support/process';
import type { Answer, CallOptions } from '../support/test-service';

/** A service whose log is recorded, and every secret or personal value that was sent to it. */
export class Watched {
  readonly #secrets = new Map<string, string>();
  calls = 0;

  constructor(readonly service: ServiceProcess) {}

  /** Records a value that must never be logged. */
  keep(what: string, ...values: (string | undefined)[]): void {
    for (const value of values) if (value !== undefined && value !== '') this.#secrets.set(value, what);
  }

  /** Calls the service, and records the values in the request and the answer, except request ids. */
  async call(route: string, options: CallOptions = {}): Promise<Answer> {
    this.calls += 1;
    this.keep('a token', ...(options.token ?? '').split('.').filter((part) => part.length > 20));
    for (const [name, value] of namedTextsIn(options.body))
      if (!ENUMERATED.test(name)) this.keep('a body', value);
    const answer = await this.service.ask(route, options);
    const { requestId: _, code: __, type: ___, title: ____, detail: _____, ...rest } = answer.body;
    if (answer.status < 300 && !route.startsWith('/whoami'))
      for (const [name, value] of namedTextsIn(rest)) if (SECRET_ANSWERS.test(name)) this.keep(name, value);
    return answer;
  }

  get kept(): number {
    return this.#secrets.size;
  }

  /** Each secret in a log line, by its description. */
  leaks(): string[] {
    const text = this.service.log.join('\n');
    return [...this.#secrets]
      .filter(([value]) => text.includes(value))
      .map(([value, what]) => `${what}: ${value}`);
  }

  requestLines(): Record<string, unknown>[] {
    return this.service.log
      .filter((line) => line.includes('"msg":"request"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

/** Members of bodies with a few known values, which may occur in the paths of routes. */
const ENUMERATED = /^\.(?:flow|prefer|challenge)$/;

/** Members of answers that must not be logged. */
const SECRET_ANSWERS =
  /token|session|email|phone|name|address|secret|uri|qr|srp|salt|key|credential|destination/i;

const namedTextsIn = (value: unknown, name = ''): [string, string][] => {
  if (typeof value === 'string') return value.length >= 6 ? [[name, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, each]) => namedTextsIn(each, `${name}.${member}`));
};

/** A POST with a body. */
export const post = (body: unknown, more: CallOptions = {}): CallOptions => ({
  method: 'POST',
  body,
  ...more,
});

/** A text of an answer's body. */
export const textOf = ({ body }: Answer, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(body)}`);
  return value;
};
