import { signal } from '@preact/signals';
import { t } from '../messages/messages';

const SHOWN_MS = 8_000;
const toasts = signal<readonly { readonly id: number; readonly text: string }[]>([]);
let last = 0;

/** Shows a short message, which screen readers announce. Use it only for what the service has confirmed. */
export function showToast(text: string): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.slice(-2), { id, text }];
  setTimeout(() => forget(id), SHOWN_MS);
}

const forget = (id: number) => (toasts.value = toasts.value.filter((toast) => toast.id !== id));

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          <button
            type="button"
            class="icon-button"
            aria-label={t('action.dismiss')}
            onClick={() => forget(id)}
          >
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
