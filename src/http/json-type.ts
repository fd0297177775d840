/**
 * RFC 8259 requires UTF-8 and has no charset parameter; US-ASCII is a subset. No two quantifiers match the same white
 * space: a header of 30 KB would take seconds.
 */
const JSON_TYPE =
  /^application\/json(?:[ \t]*;[ \t]*charset[ \t]*=[ \t]*"?(?:utf-?8|us-ascii)"?)?[ \t]*(?:;[ \t]*)?$/i;

/** Whether a `Content-Type` is that of JSON in UTF-8. */
export const isJsonType = (contentType: string): boolean => JSON_TYPE.test(contentType);
