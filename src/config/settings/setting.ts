import { z } from 'zod';

/** One setting: its variable, its documentation for operators, and the type that features get. */
export interface Setting<Value = unknown> {
  /** The environment variable. */
  readonly name: string;
  /** Parses the variable, which is `undefined` if it is not set. */
  readonly schema: z.ZodType<Value, string | undefined>;
  /** The default as a value of the variable; undefined for a setting that is required or has none. */
  readonly default: string | undefined;
  /** The default in words, if it is not a value of the variable: `required`, `none`, "the first of …". */
  readonly defaultInWords: string | undefined;
  /** For the handbook and `.env.example`, in Markdown without a full stop at its end. */
  readonly meaning: string;
  /** A value for `.env.example`. */
  readonly example: string | undefined;
  /** Whether its value must not be printed, logged or kept in a plain file. */
  readonly secret: boolean;
}

interface About {
  readonly meaning: string;
  readonly example?: string;
  readonly secret?: boolean;
}

/** A setting without which the service does not start. */
export const required = <Value>(
  name: string,
  schema: z.ZodType<Value, string>,
  about: About & { readonly example: string },
): Setting<Value> => row(name, z.string('is required').pipe(schema), undefined, 'required', about);

/** A setting with a default, which is parsed like a given value. An empty default is documented as none. */
export const withDefault = <Value>(
  name: string,
  text: string,
  schema: z.ZodType<Value, string>,
  about: About & { readonly defaultInWords?: string },
): Setting<Value> =>
  row(name, schema.prefault(text), text, about.defaultInWords ?? (text === '' ? 'none' : undefined), about);

/** A setting that may be absent. */
export const optional = <Value>(
  name: string,
  schema: z.ZodType<Value, string>,
  about: About & { readonly defaultInWords?: string },
): Setting<Value | undefined> =>
  row(name, schema.optional(), undefined, about.defaultInWords ?? 'none', about);

function row<Value>(
  name: string,
  schema: z.ZodType<Value, string | undefined>,
  text: string | undefined,
  defaultInWords: string | undefined,
  { meaning, example, secret = false }: About,
): Setting<Value> {
  return { name, schema, default: text, defaultInWords, meaning, example, secret };
}

/** The settings of one feature by the name of the member that it reads. */
export type Rows = Readonly<Record<string, Setting>>;

/** The values of a feature's settings. */
export type Slice<Some extends Rows> = {
  readonly [Member in keyof Some]: Some[Member] extends Setting<infer Value> ? Value : never;
};
