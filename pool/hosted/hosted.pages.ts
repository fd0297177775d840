const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (letter) => ESCAPES[letter] ?? '');

/** A field of a form on the hosted pages. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password';
  readonly value?: string;
  readonly autocomplete?: string;
  /** The options of a radio group: label by value. */
  readonly choices?: Readonly<Record<string, string>>;
}

interface FormPage {
  readonly title: string;
  readonly action: string;
  readonly fields: readonly Field[];
  /** Hidden fields. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly button: string;
  readonly error?: string | undefined;
  readonly note?: string | undefined;
  /** Links below the form: path by text. */
  readonly links?: Readonly<Record<string, string>>;
}

/** A page with one form. */
export function formPage({
  title,
  action,
  fields,
  hidden,
  button,
  error,
  note,
  links = {},
}: FormPage): string {
  const kept = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const others = Object.entries(links).map(
    ([name, address]) => `<p><a href="${escaped(address)}">${escaped(name)}</a></p>`,
  );
  return page(
    title,
    [
      error === undefined ? '' : `<p role="alert">${escaped(error)}</p>`,
      note === undefined ? '' : `<p>${escaped(note)}</p>`,
      `<form method="post" action="${escaped(action)}">`,
      ...kept,
      ...fields.map(({ choices, ...field }) => (choices ? radios(field, choices) : input(field))),
      `<p><button type="submit">${escaped(button)}</button></p>`,
      '</form>',
      ...others,
    ].join('\n'),
  );
}

function input({ name, label, type = 'text', value = '', autocomplete = 'off' }: Field): string {
  return (
    `<p><label>${escaped(label)}<br><input name="${escaped(name)}" type="${type}" value="${escaped(value)}" ` +
    `autocomplete="${autocomplete}" required></label></p>`
  );
}

function radios({ name, label }: Field, choices: Readonly<Record<string, string>>): string {
  const options = Object.entries(choices).map(
    ([value, text]) =>
      `<label><input name="${escaped(name)}" type="radio" value="${escaped(value)}" required> ${escaped(text)}</label>`,
  );
  return `<fieldset><legend>${escaped(label)}</legend>${options.join('<br>')}</fieldset>`;
}

/** The page for an error that cannot be sent to an application. */
export const errorPage = (message: string): string =>
  page('Error', `<p role="alert">${escaped(message)}</p>`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
