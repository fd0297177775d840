import { setTimeout as sleep } from 'node:timers/promises';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Injectable } from '@nestjs/common';

/** A `Date` further from our clock is ignored: AWS refuses signatures that are more than five minutes off. */
const MAX_SKEW_MS = 300_000;
/** How far two clocks may drift apart, per millisecond. */
const DRIFT = 0.0001;
/** Allowance for servers of Cognito whose clocks differ. */
const MARGIN_MS = 50;
/** Upper limit of a wait, independent of the clocks. */
const MAX_WAIT_MS = 5000;

/** Cognito's time is `performance.now()` plus a value between `low` and `high`, in milliseconds. */
interface Offset {
  readonly low: number;
  readonly high: number;
  /** The `performance.now()` of the estimate. */
  readonly asOf: number;
}

/**
 * Cognito's clock, estimated from the `Date` of its responses (RFC 9110 section 6.6.1). A token's `iat` is
 * in whole seconds of that clock, so revocations must use it. Each response limits the offset between the
 * clocks to about a second; several responses limit it further. Before the first response the clocks are
 * assumed to be equal.
 */
@Injectable()
export class CognitoClock {
  #offset: Offset | undefined;
  #latestDate = -Infinity;

  /**
   * Records a response. The times of request and response are values of `performance.now()`.
   *
   * @param date the response's `Date` header.
   */
  observe(sentAt: number, receivedAt: number, date: string | undefined): void {
    const second = Date.parse(date ?? '');
    if (!(Math.abs(second - Date.now()) <= MAX_SKEW_MS)) return;
    const low = Math.max(second - receivedAt, this.#at(receivedAt).low);
    const high = Math.min(second + 1000 - sentAt, this.#at(receivedAt).high);
    if (low <= high) {
      this.#offset = { low, high, asOf: receivedAt };
      this.#latestDate = Math.max(this.#latestDate, second);
    } else {
      // One of the clocks was set.
      this.#offset = { low: second - receivedAt, high: second + 1000 - sentAt, asOf: receivedAt };
      this.#latestDate = second;
    }
  }

  /** The latest second that Cognito's clock has certainly reached, in seconds since the epoch. */
  reached(): number {
    const now = performance.now();
    const { low } = this.#offset ? this.#at(now) : equalClocks(now);
    return Math.floor(Math.max(this.#latestDate, now + low) / 1000);
  }

  /** The latest second that Cognito's clock may have reached. */
  mayHaveReached(): number {
    const now = performance.now();
    const { high } = this.#offset ? this.#at(now) : equalClocks(now);
    return Math.max(this.reached(), Math.floor((now + high) / 1000));
  }

  /** Milliseconds until Cognito's clock has certainly passed a second. */
  msUntilPassed(second: number): number {
    const now = performance.now();
    const { low } = this.#offset ? this.#at(now) : equalClocks(now);
    return Math.min(Math.max(0, (second + 1) * 1000 - (now + low) + MARGIN_MS), MAX_WAIT_MS);
  }

  /** Resolves when Cognito's clock has passed a second: tokens issued from then on have a later `iat`. */
  async passed(second: number): Promise<void> {
    const ms = this.msUntilPassed(second);
    if (ms > 0) await sleep(ms);
  }

  /** The possible offsets at a time. The range grows with every millisecond since the last response. */
  #at(now: number): Pick<Offset, 'low' | 'high'> {
    if (!this.#offset) return { low: -Infinity, high: Infinity };
    const { low, high, asOf } = this.#offset;
    const drift = Math.max(0, now - asOf) * DRIFT;
    return { low: low - drift, high: high + drift };
  }
}

function equalClocks(now: number): Pick<Offset, 'low' | 'high'> {
  const offset = Date.now() - now;
  return { low: offset, high: offset };
}

/** Makes a clock observe every response that a client receives, including refusals. */
export function observeAnswers(client: CognitoIdentityProviderClient, clock: CognitoClock): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const sentAt = performance.now();
      const result = await next(args);
      const { headers } = Object(result.response) as { headers?: Record<string, string | undefined> };
      clock.observe(sentAt, performance.now(), headers?.date);
      return result;
    },
    // The innermost step that sees a response: the step around it throws refusals.
    { step: 'deserialize', priority: 'low', name: 'observeAnswers' },
  );
}
