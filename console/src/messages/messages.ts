import { signal } from '@preact/signals';
import { en } from './en';

/** The texts of the pages by key. `{name}` is a placeholder; `one|other` are the plural forms for `{count}`. */
export type Messages = Readonly<Record<keyof typeof en, string>>;
export type MessageKey = keyof typeof en;

const LANGUAGES: Readonly<Record<string, () => Promise<Messages>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de')).de,
};

let messages: Messages = en;
export const language = signal('en');

/** Chooses the language in the URL, or else the browser's first language that is supported. */
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

/** The text for a computed key such as `problem.${code}`; undefined if there is none. */
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

/** Isolates a right-to-left name, so that it does not reorder the sentence around it (Unicode TR 9, section 2.4). */
const isolated = (value: string): string => (RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value);
