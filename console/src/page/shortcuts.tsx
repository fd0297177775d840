import { useEffect, useState } from 'preact/hooks';
import { t, type MessageKey } from '../messages/messages';
import { Dialog } from '../ui/dialog';
import { Checkbox } from '../ui/field';
import { addressOf } from './addresses';
import { go, hrefOf } from './route';

type Keys = readonly (readonly [keys: string, text: MessageKey])[];

const EVERYWHERE: Keys = [
  ['?', 'keys.help'],
  ['g a', 'keys.account'],
  ['g t', 'keys.tokens'],
  ['Esc', 'keys.close'],
];
const CONSOLE: Keys = [
  ['/', 'keys.search'],
  ['g u', 'keys.users'],
  ['g g', 'keys.groups'],
  ['g r', 'keys.routes'],
  ['n', 'keys.create'],
  ['j', 'keys.down'],
  ['k', 'keys.up'],
  ['x', 'keys.select'],
  ['[', 'keys.previous'],
  [']', 'keys.next'],
];

/** The view that the second key of a pair opens. */
const VIEWS: Readonly<Record<string, string>> = { u: 'users', g: 'groups', r: 'routes' };
const PAGES: Readonly<Record<string, string>> = { a: '/account', t: '/account/tokens' };
/** Maximum time between the two keys of a pair. */
const PAIR_MS = 1_500;
const OFF = 'lifeguard-shortcuts-off';

/** Single-key shortcuts, which can be turned off (WCAG 2.2, 2.1.4), and their list. */
export function Shortcuts({ isConsole = false }: { readonly isConsole?: boolean }) {
  const [isShown, setShown] = useState(false);
  const [isOff, setOff] = useState(() => localStorage.getItem(OFF) !== null);
  useEffect(() => {
    let prefix = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || hasDialog()) return;
      if (isOff && event.key !== '?') return;
      const isPair = Date.now() - prefix < PAIR_MS;
      prefix = event.key === 'g' && !isPair ? Date.now() : 0;
      if (event.key === '?') setShown(true);
      else if (!(isPair && follow(event.key, isConsole)) && !press(event.key)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isOff, isConsole]);
  const turn = (off: boolean) => {
    setOff(off);
    if (off) localStorage.setItem(OFF, '1');
    else localStorage.removeItem(OFF);
  };
  return (
    <>
      <button type="button" class="link shortcuts-button" onClick={() => setShown(true)}>
        {t('keys.title')} <kbd>?</kbd>
      </button>
      {isShown && (
        <Dialog title={t('keys.title')} onClose={() => setShown(false)}>
          <dl class="keys">
            {[...EVERYWHERE, ...(isConsole ? CONSOLE : [])].map(([keys, text]) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
          <Checkbox label={t('keys.off')} checked={isOff} onChange={turn} />
        </Dialog>
      )}
    </>
  );
}

/** Opens the view or page of a pair's second key. @returns whether there is one */
function follow(key: string, isConsole: boolean): boolean {
  const [view, page] = [isConsole ? VIEWS[key] : undefined, PAGES[key]];
  if (view !== undefined) go(hrefOf(view));
  else if (page !== undefined) location.assign(addressOf(page));
  return view !== undefined || page !== undefined;
}

/** Runs the action of a key in the current view. @returns whether there was one */
function press(key: string): boolean {
  if (key === 'j' || key === 'k') return moveRow(key === 'j' ? 1 : -1);
  const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (key === 'x') return selectRow();
  if (target === null) return false;
  if (target instanceof HTMLInputElement) target.select();
  if (key === '/') target.focus();
  else target.click();
  return true;
}

const links = () => [...document.querySelectorAll<HTMLElement>('a.row-link')];

function moveRow(by: number): boolean {
  const all = links();
  const now = all.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  const next = all[now === -1 ? (by > 0 ? 0 : all.length - 1) : now + by];
  next?.focus();
  return next !== undefined;
}

function selectRow(): boolean {
  const box = document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('input[type=checkbox]');
  box?.click();
  return box !== undefined && box !== null;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type=checkbox]), textarea, select') || target.isContentEditable);

const hasDialog = (): boolean => document.querySelector('dialog[open]') !== null;
