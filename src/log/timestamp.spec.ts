import pino from 'pino';
import { timestamp } from './timestamp';

describe('timestamp', () => {
  afterEach(() => jest.useRealTimers());

  it('equals the timestamp of pino at every millisecond', () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00.998Z') });
    for (let count = 0; count < 5; count += 1) {
      expect(timestamp()).toBe(pino.stdTimeFunctions.isoTime());
      expect(timestamp()).toBe(pino.stdTimeFunctions.isoTime());
      jest.advanceTimersByTime(1);
    }
    jest.setSystemTime(0);
    expect(timestamp()).toBe(',"time":"1970-01-01T00:00:00.000Z"');
  });
});
