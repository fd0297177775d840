import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { ATTEMPT_COOKIE, attemptCookie, readCookies } from './cookies';
import { SealedBox } from './sealed-box';

const LIFE_SECONDS = 600;
/** Browsers send every cookie with every request, so more cookies would exceed the limit for headers. */
const MAX_ATTEMPTS = 5;
/** Maximum number of attempt cookies that a request reads, and that it clears without reading. */
const MAX_READ = 10;

/** One sign-in through the hosted pages, sealed in a cookie. The callback must bring it back. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** The PKCE code verifier (RFC 7636): proves that the client that redeems the code requested it. */
  readonly verifier: string;
  readonly returnTo: string;
  /** Store key of the session that the browser already has. The callback cannot read it: a Strict cookie is not sent. */
  readonly previous?: string;
  readonly startedAt: number;
}

/** A new attempt and the cookies to set for it. */
interface BegunAttempt extends Attempt {
  readonly cookies: readonly string[];
}

/** The pending sign-ins of a browser through the hosted pages, one cookie each. The service stores nothing. */
@Injectable()
export class Attempts {
  readonly #box: SealedBox;

  constructor(@Inject(SETTINGS.browser) { secrets }: BrowserSettings) {
    this.#box = new SealedBox('lifeguard sign-in attempt', secrets);
  }

  /** Starts an attempt. Beyond five pending attempts, the oldest are cleared. */
  begin(
    header: string | undefined,
    { returnTo, previous }: Pick<Attempt, 'returnTo' | 'previous'>,
  ): BegunAttempt {
    const attempt: Attempt = {
      state: random(),
      nonce: random(),
      verifier: random(),
      returnTo,
      ...(previous !== undefined && { previous }),
      startedAt: Date.now(),
    };
    const cookie = attemptCookie(
      cookieName(attempt.state),
      this.#box.seal(attempt).toString('base64url'),
      LIFE_SECONDS,
    );
    return { ...attempt, cookies: [cookie, ...this.#surplus(header)] };
  }

  /** Finds the attempt of a callback by its `state`. Returns undefined if this browser has no such attempt. */
  find(header: string | undefined, state: string): Attempt | undefined {
    const name = cookieName(state);
    const found = readCookies(header).filter(([each]) => each === name);
    const [value] = found.map(([, each]) => each);
    const attempt = found.length === 1 && value !== undefined ? this.#open(value) : undefined;
    return attempt?.state === state ? attempt : undefined;
  }

  /** The `Set-Cookie` value that clears an attempt. */
  ended(state: string): string {
    return attemptCookie(cookieName(state), '', 0);
  }

  /** `Set-Cookie` values that clear surplus attempts. Browsers send the oldest cookies first (RFC 6265 section 5.4). */
  #surplus(header: string | undefined): string[] {
    const known = readCookies(header).filter(([name]) => ATTEMPT_NAME.test(name));
    const [old, read] = [known.slice(0, -MAX_READ).slice(0, MAX_READ), known.slice(-MAX_READ)];
    const youngestFirst = read
      .map(([name, value]) => ({ name, startedAt: this.#open(value)?.startedAt ?? 0 }))
      .toSorted((one, other) => other.startedAt - one.startedAt);
    const surplus = [
      ...old.map(([name]) => name),
      ...youngestFirst.slice(MAX_ATTEMPTS - 1).map(({ name }) => name),
    ];
    return surplus.map((name) => attemptCookie(name, '', 0));
  }

  #open(value: string): Attempt | undefined {
    const opened = this.#box.open(Buffer.from(value, 'base64url'));
    if (!isAttempt(opened)) return undefined;
    return Date.now() < opened.startedAt + LIFE_SECONDS * 1000 ? opened : undefined;
  }
}

/** 256 random bits in base64url: 43 characters, the minimum length of a verifier (RFC 7636 section 4.1). */
const random = (): string => randomBytes(32).toString('base64url');

const cookieName = (state: string): string =>
  ATTEMPT_COOKIE + createHash('sha256').update(state).digest('base64url').slice(0, 12);

const ATTEMPT_NAME = new RegExp(`^${ATTEMPT_COOKIE}[\\w-]{12}$`);

function isAttempt(value: unknown): value is Attempt {
  if (typeof value !== 'object' || value === null) return false;
  const { state, nonce, verifier, returnTo, previous, startedAt } = value as Record<string, unknown>;
  return (
    [state, nonce, verifier, returnTo].every((member) => typeof member === 'string') &&
    (previous === undefined || typeof previous === 'string') &&
    typeof startedAt === 'number'
  );
}
