import type { BucketSettings } from '../bucket.settings';
import { createClient, listBucket } from './bucket';
import { readSession, signOut } from './session';

const main = document.querySelector('main') as HTMLElement;

/** An element with text; markup is shown as text. */
function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');

function showSignIn(): void {
  const link = element('a', 'Sign in');
  link.href = '/session/sign-in?returnTo=/';
  main.replaceChildren(element('h1', 'A bucket'), element('p', 'Sign in to see its content.'), link);
}

/** Shows the signed-in page immediately, and the content of the bucket once S3 has responded. */
function showBucket(username: string, settings: BucketSettings): void {
  const [list, status, again, out] = [
    element('ul'),
    element('p'),
    element('button', 'List again'),
    element('button', 'Sign out'),
  ];
  status.role = 'status';
  const client = createClient(settings);
  const show = async (): Promise<void> => {
    status.textContent = 'Loading …';
    try {
      const keys = await listBucket(client, settings.bucket);
      list.replaceChildren(...keys.map((key) => element('li', key)));
      status.textContent = keys.length === 0 ? 'The bucket is empty.' : `${keys.length} objects`;
    } catch (error) {
      list.replaceChildren();
      status.textContent = `Not listed: ${wordsOf(error)}`;
    }
  };
  again.addEventListener('click', () => void show());
  const leave = async (): Promise<void> => {
    try {
      location.assign(await signOut());
    } catch (error) {
      status.textContent = `Not signed out: ${wordsOf(error)}`;
    }
  };
  out.addEventListener('click', () => void leave());
  main.replaceChildren(
    element('h1', settings.bucket),
    element('p', `Signed in as ${username}`),
    again,
    out,
    status,
    list,
  );
  void show();
}

async function start(): Promise<void> {
  const [session, settings] = await Promise.all([
    readSession(),
    fetch('/settings.json').then((answer) => answer.json() as Promise<BucketSettings>),
  ]);
  if (session.signedIn) showBucket(session.username, settings);
  else showSignIn();
}

start().catch((error: unknown) => main.replaceChildren(element('p', wordsOf(error))));
