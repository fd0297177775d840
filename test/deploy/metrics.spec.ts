import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { METRICS } from '../../src/metrics/catalogue';
import { metricNamesIn, metricOf } from './metric-names';

const ROOT = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const { groups } = load(read('deploy/prometheus/alerts.yaml')) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);
const { panels, templating } = JSON.parse(read('deploy/grafana/lifeguard.json')) as Dashboard;
const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

/** Metrics that Prometheus itself adds for a target. */
const OF_PROMETHEUS = ['up'];

/** The metrics of a process: the catalogue, and those that prom-client adds for Node. */
const known = new Set<string>([...Object.keys(METRICS), ...OF_PROMETHEUS, ...ofNode()]);

function ofNode(): string[] {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return register.getMetricsAsArray().map(({ name }) => name);
}

const isKnown = (series: string): boolean => known.has(series) || isSeries(series);

const isSeries = (series: string): boolean => {
  const facts = Object.entries(METRICS).find(([name]) => name === metricOf(series));
  return facts?.[1].type === 'histogram';
};

const unknownIn = (expression: string): string[] =>
  metricNamesIn(expression).filter((name) => !isKnown(name));

/** Labels of one metric's selector and the labels that the metric has. */
function strayLabels(expression: string): string[] {
  const selectors = [...expression.matchAll(/(lifeguard_\w+)\{([^}]*)\}/g)];
  return selectors.flatMap(([, series = '', inside = '']) => {
    const facts = Object.entries(METRICS).find(([name]) => name === metricOf(series) || name === series);
    const labels = new Set<string>([...(facts?.[1].labels ?? []), 'job', 'instance', 'le']);
    const used = [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label);
    return used.filter((label) => !labels.has(label)).map((label) => `${series}{${label}}`);
  });
}

describe('metricNamesIn', () => {
  it.each([
    ['sum by (le, route) (rate(a_seconds_bucket{route!~"/b.*"}[5m])) > 0.5', ['a_seconds_bucket']],
    ['a_total / on (x) group_left (y) b_total offset 5m unless c == 1', ['a_total', 'b_total', 'c']],
    ['60 * rate(a_total{k="b_total",l=~"$job"}[$__rate_interval])', ['a_total']],
    ['absent(a) or count(b) and vector(1)', ['a', 'b']],
  ])('finds the metrics of %s', (expression, names) => expect(metricNamesIn(expression)).toEqual(names));
});

describe('the alerts', () => {
  it.each(alerts)('$alert uses existing metrics and labels', ({ expr }) => {
    expect(metricNamesIn(expr)).not.toEqual([]);
    expect(unknownIn(expr)).toEqual([]);
    expect(strayLabels(expr)).toEqual([]);
  });

  it.each(alerts)('$alert has a severity and a link to the handbook', (alert) => {
    expect(alert.labels.severity).toMatch(/^(?:critical|warning)$/);
    expect(Object.keys(alert.annotations).toSorted()).toEqual(['description', 'runbook_url', 'summary']);
    expect(alert.annotations.runbook_url).toMatch(/^docs\/operations\.md#[a-z-]+$/);
  });

  it('are all in the handbook', () => {
    const headings = [...read('docs/operations.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      anchor(heading),
    );
    const anchors = alerts.map(({ annotations }) => annotations.runbook_url?.split('#')[1]);
    expect(anchors.filter((name) => !headings.includes(name ?? ''))).toEqual([]);
  });

  it('have unique names', () => expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length));

  it('use no misspelt metric', () => {
    expect(unknownIn('rate(lifeguard_http_request_total[5m]) + lifeguard_keys_sum')).toEqual([
      'lifeguard_http_request_total',
      'lifeguard_keys_sum',
    ]);
    expect(strayLabels('lifeguard_http_requests_total{code="200"}')).toEqual([
      'lifeguard_http_requests_total{code}',
    ]);
  });
});

/** A heading's anchor, as Markdown viewers make it. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');

describe('the dashboard', () => {
  it.each(shown)('$title uses existing metrics and labels', ({ expr }) => {
    expect(metricNamesIn(expr)).not.toEqual([]);
    expect(unknownIn(expr)).toEqual([]);
    expect(strayLabels(expr)).toEqual([]);
  });

  it('shows every metric of the service', () => {
    const names = new Set(
      shown.flatMap(({ expr }) => metricNamesIn(expr)).flatMap((name) => [name, metricOf(name)]),
    );
    expect(Object.keys(METRICS).filter((name) => !names.has(name))).toEqual([]);
  });

  it('uses existing variables', () => {
    const used = shown.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name));
    const variables = [...templating.list.map(({ name }) => name), '__rate_interval'];
    expect([...new Set(used)].filter((name) => !variables.includes(name ?? ''))).toEqual([]);
  });

  it('has panels with unique ids that do not overlap', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from({ length: h * w }, (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
