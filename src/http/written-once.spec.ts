import { toJson, WrittenOnce, writtenOnce, writtenOnceFor } from './written-once';

describe('writtenOnce', () => {
  it('is the answer that it was made of, and no more can be said of it', () => {
    const alive = writtenOnce({ status: 'ok', parts: [1, { two: 2 }] });
    expect(alive.status).toBe('ok');
    expect(toJson(alive)).toBe('{"status":"ok","parts":[1,{"two":2}]}');
    expect(Object.isFrozen(alive)).toBe(true);
  });

  it('is written out once', () => {
    const stringify = jest.spyOn(JSON, 'stringify');
    const alive = writtenOnce({ status: 'ok' });
    expect(new Set([toJson(alive), toJson(alive), toJson(alive)]).size).toBe(1);
    expect(stringify).toHaveBeenCalledTimes(1);
    stringify.mockRestore();
  });

  it('names no constructor, which Nest would write out with every answer, and is an instance all the same', () => {
    expect(Object.hasOwn(WrittenOnce.prototype, 'constructor')).toBe(false);
    expect(writtenOnce({})).toBeInstanceOf(WrittenOnce);
  });

  it.each([{ a: 1 }, [1], null, 'a', 1, { toJSON: () => 'b' }])(
    'is one way to answer; %j is written out as ever',
    (answer) => {
      expect(toJson(answer)).toBe(JSON.stringify(answer));
    },
  );
});

describe('writtenOnceFor', () => {
  it('writes the answer for one object once, and another object gets its own answer', () => {
    const stringify = jest.spyOn(JSON, 'stringify');
    const alice = Object.freeze({ sub: 'alice', groups: ['a'] });
    const texts = [toJson(writtenOnceFor(alice)), toJson(writtenOnceFor(alice))];
    expect(stringify).toHaveBeenCalledTimes(1);
    stringify.mockRestore();
    expect(texts).toEqual(Array(2).fill('{"sub":"alice","groups":["a"]}'));
    expect(toJson(writtenOnceFor({ ...alice, sub: 'bob' }))).toBe('{"sub":"bob","groups":["a"]}');
  });
});
