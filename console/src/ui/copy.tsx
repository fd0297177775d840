import { t } from '../messages/messages';
import { showToast } from './toasts';

/** An id, with a button that copies it. */
export function Copyable({ value, label }: { readonly value: string; readonly label: string }) {
  const copy = () => navigator.clipboard.writeText(value).then(() => showToast(t('copy.done', { label })));
  return (
    <span class="copyable">
      <code>{value}</code>
      <button
        type="button"
        class="icon-button"
        aria-label={t('copy.label', { label })}
        onClick={() => void copy()}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" aria-hidden="true">
          <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
          <path d="M3.5 10.5h-1v-8h8v1" />
        </svg>
      </button>
    </span>
  );
}
