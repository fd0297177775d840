import { language } from '../messages/messages';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A relative time, with the exact one on hover. */
export function Time({ at }: { readonly at: string | undefined }) {
  if (at === undefined) return <span class="muted">–</span>;
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <span>{at}</span>;
  return (
    <time dateTime={at} title={exact(moment)}>
      {relative(moment, Date.now())}
    </time>
  );
}

export const exact = (moment: Date): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: 'long', timeStyle: 'long' }).format(moment);

export function relative(moment: Date, now: number): string {
  const seconds = (moment.getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
  return format.format(unit === 'second' ? 0 : Math.round(seconds / size), unit);
}
