import { signal } from '@preact/signals';
import { en } from './en';

/** Every text of the pages, by key. `{name}` stands for a value; `one|other` are the plural forms of `{count}`. */
export type Messages = Readonly<Record<keyof typeof en, string>>;
export type MessageKey = keyof typeof en;

const LANGUAGES: Readonly<Record<string, () => Promise<Messages>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de')).de,
};

let messages: Messages = en;
export const language = signal('en');

/** The first language of the browser that there are texts in, or the one that the address asks for. */
export async function chooseLanguage(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang');
  const wanted = [...(asked === null ? [] : [asked]), ...navigator.languages];
  const found = wanted
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => Object.hasOwn(LANGUAGES, tag));
  const chosen = found ?? 'en';
  messages = (await LANGUAGES[chosen]?.()) ?? en;
  language.value = chosen;
  document.documentElement.lang = chosen;
}

/** A text in the language of the page. */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text = pluralOf(messages[key], values['count']);
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => shown(values[name]));
}

/** A text whose key is made of data, `problem.${code}` say; undefined where there is none. */
export function find(key: string): string | undefined {
  return Object.hasOwn(messages, key) ? messages[key as MessageKey] : undefined;
}

function pluralOf(text: string, count: string | number | undefined): string {
  const [one = text, other] = text.split('|');
  if (other === undefined || typeof count !== 'number') return one;
  return new Intl.PluralRules(language.value).select(count) === 'one' ? one : other;
}

function shown(value: string | number | undefined): string {
  if (typeof value === 'number') return new Intl.NumberFormat(language.value).format(value);
  return isolated(value ?? '');
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/;

/** Keeps a name that is written from right to left from turning the sentence around it (Unicode TR 9, section 2.4). */
const isolated = (value: string): string => (RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value);
