type Coding = 'br' | 'gzip';

/** The best content coding that a client accepts (RFC 9110 section 12.5.3); undefined if it accepts neither. */
export function acceptedCoding(header: string | undefined): Coding | undefined {
  const accepted = new Map(
    (header ?? '').split(',').map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  return (['br', 'gzip'] as const).find((coding) => (accepted.get(coding) ?? accepted.get('*') ?? 0) > 0);
}
