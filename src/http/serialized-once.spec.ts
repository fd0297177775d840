import { SerializedOnce, serializeOnce, toJson } from './serialized-once';

describe('serializeOnce', () => {
  it('returns a value that becomes the JSON of the object', () => {
    expect(toJson(serializeOnce({ status: 'ok', parts: [1, { two: 2 }] }))).toBe(
      '{"status":"ok","parts":[1,{"two":2}]}',
    );
  });

  it('returns a value that is serialized once', () => {
    const stringify = jest.spyOn(JSON, 'stringify');
    const alive = serializeOnce({ status: 'ok' });
    expect(new Set([toJson(alive), toJson(alive), toJson(alive)]).size).toBe(1);
    expect(stringify).toHaveBeenCalledTimes(1);
    stringify.mockRestore();
  });

  it('returns an instance without a constructor property, which Nest would check for every response', () => {
    expect(Object.hasOwn(SerializedOnce.prototype, 'constructor')).toBe(false);
    expect(serializeOnce({})).toBeInstanceOf(SerializedOnce);
  });
});

describe('toJson', () => {
  it.each([{ a: 1 }, [1], null, 'a', 1, { toJSON: () => 'b' }])(
    'serializes %j like JSON.stringify',
    (answer) => {
      expect(toJson(answer)).toBe(JSON.stringify(answer));
    },
  );
});
