import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { METRICS } from '../../src/metrics/catalogue';

const ROOT = resolve(__dirname, '../..');
const handbook = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const alerts = readFileSync(join(ROOT, 'deploy/prometheus/alerts.yaml'), 'utf8');

const namesIn = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, name]) => name as string);

describe('the handbook', () => {
  it('has a row for every metric of the service, with its type and its labels, and for no other', () => {
    const rows = Array.from(
      handbook.matchAll(/^\| `(lifeguard_\w+)` *\| (\w+) *\|([^|]*)\|/gm),
      ([, name = '', type, labels = '']) => [name, { type, labels: namesIn(labels, /`(\w+)`/g) }],
    );
    const metrics = Object.entries(METRICS).map(([name, { type, labels }]) => [name, { type, labels }]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(metrics));
  });

  it('has instructions for every alert in the section that the alert links to', () => {
    const chapters = handbook.split(/^### /m).slice(1);
    const pointed = [...alerts.matchAll(/alert: (\w+)[^]*?runbook_url: docs\/operations\.md#([\w-]+)/g)];
    expect(pointed.length).toBe(namesIn(alerts, /alert: (\w+)/g).length);
    for (const [, alert = '', anchor = ''] of pointed) {
      const chapter = chapters.find(
        (text) => text.split('\n', 1)[0]?.toLowerCase().replaceAll(' ', '-') === anchor,
      );
      expect([alert, chapter?.includes(`\`${alert}\``)]).toEqual([alert, true]);
    }
  });
});
