import { toJson, WrittenOnce, writtenOnce } from './written-once';

describe('writtenOnce', () => {
  it('is sent as the JSON of what it was made of', () => {
    expect(toJson(writtenOnce({ status: 'ok', parts: [1, { two: 2 }] }))).toBe(
      '{"status":"ok","parts":[1,{"two":2}]}',
    );
  });

  it('is written out once', () => {
    const stringify = jest.spyOn(JSON, 'stringify');
    const alive = writtenOnce({ status: 'ok' });
    expect(new Set([toJson(alive), toJson(alive), toJson(alive)]).size).toBe(1);
    expect(stringify).toHaveBeenCalledTimes(1);
    stringify.mockRestore();
  });

  it('has no constructor property, whose source Nest would read for every answer, and is still an instance', () => {
    expect(Object.hasOwn(WrittenOnce.prototype, 'constructor')).toBe(false);
    expect(writtenOnce({})).toBeInstanceOf(WrittenOnce);
  });
});

describe('toJson', () => {
  it.each([{ a: 1 }, [1], null, 'a', 1, { toJSON: () => 'b' }])(
    'writes %j as JSON.stringify does',
    (answer) => {
      expect(toJson(answer)).toBe(JSON.stringify(answer));
    },
  );
});
