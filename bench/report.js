// Formats the results as Markdown tables.
import { median } from './figures.js';

const whole = (value) => (value === undefined ? '' : Math.round(value).toLocaleString('en'));
const decimal = (value, digits = 1) => (value === undefined ? '' : value.toFixed(digits));
const mebibytes = (value) => (value === undefined ? '' : whole(value / 2 ** 20));

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** The median over the rounds of one figure of one server under one load. */
const of = (rounds, name, load, figure) => median(rounds.map((round) => round[name]?.[load]?.[figure]));

function loadTable({ rounds, servers }) {
  const rows = Object.entries(servers).flatMap(([name, { title, loads }]) =>
    loads.map((load) => {
      const get = (figure) => of(rounds, name, load, figure);
      const ratios = rounds.map((round) => round[name]?.[load]?.perSecond / round.limit?.hot?.perSecond);
      return [
        title,
        load,
        whole(get('perSecond')),
        decimal(median(ratios), 2),
        decimal(get('cpuUs')),
        decimal(get('busy'), 2),
        whole(get('p50')),
        whole(get('p99')),
        mebibytes(get('rss')),
        whole(get('wrong')),
      ];
    }),
  );
  const head = [
    'server',
    'load',
    'req/s',
    'of the limit',
    'CPU µs',
    'core busy',
    'p50 µs',
    'p99 µs',
    'MiB',
    'wrong',
  ];
  return table(head, rows);
}

/** Lines for the terminal with the loads of one server in one round. */
export const loadLines = (measured, loads) =>
  loads
    .map((load) => {
      const { perSecond, cpuUs, p99 } = measured[load];
      return `  ${load}: ${whole(perSecond)} req/s, ${decimal(cpuUs)} µs CPU, p99 ${whole(p99)} µs`;
    })
    .join('\n');

function startTable({ rounds, servers }) {
  const rows = Object.entries(servers).map(([name, { title, guards }]) => [
    title,
    guards ? 'GET /whoami' : 'GET /health/live',
    whole(median(rounds.map((round) => round[name]?.startMs))),
  ]);
  return table(['server', 'first answer to', 'ms after its start'], rows);
}

function floodTable({ floods, servers }) {
  const rows = Object.entries(servers).flatMap(([name, { title }]) => {
    const measured = floods.map((round) => round[name]).filter(Boolean);
    if (measured.length === 0) return [];
    return Object.keys(measured[0].floods).map((kind) => {
      const get = (figure) => median(measured.map((each) => each.floods[kind][figure]));
      return [
        title,
        kind,
        whole(get('perSecond')),
        decimal(get('cpuUs')),
        decimal(get('busy'), 2),
        decimal(get('cpuOfNewGood'), 2),
        decimal(get('share') * 100, 2),
        whole(get('p99')),
        decimal(get('p99OfQuiet')),
        whole(get('fetches')),
        whole(get('admitted')),
      ];
    });
  });
  const head = [
    'server',
    'flood of',
    'bad/s',
    'CPU µs a bad one',
    'core busy',
    'of a new good one',
    'good answered %',
    'good p99 µs',
    'of its quiet p99',
    'key fetches',
    'bad admitted',
  ];
  return rows.length === 0 ? undefined : table(head, rows);
}

function figureTable({ figures }) {
  const rows = figures.map(({ title, value, unit, must, aim, verdict, disturbed }) => [
    title,
    value === undefined ? '' : decimal(value, 2) + unit,
    must === undefined ? '' : must + unit,
    aim === undefined ? '' : aim + unit,
    disturbed ? `disturbed: ${verdict}` : verdict,
  ]);
  return table(['figure', 'measured', 'must reach', 'aim', ''], rows);
}

function firstTokenLine({ firstToken }) {
  if (!firstToken) return undefined;
  const { lifeguardUs, awsJwtVerifyUs } = firstToken;
  return `A token seen for the first time, in process: Lifeguard ${decimal(lifeguardUs)} µs, aws-jwt-verify ${decimal(awsJwtVerifyUs)} µs.`;
}

/** The whole report in Markdown. */
export function report(results) {
  const { node, rounds, pinned, seconds } = results;
  const about =
    `Node ${node}, ${rounds.length} interleaved round(s), ${seconds} s a load, medians; 32 connections from the ` +
    `bench's own generator (${pinned ? 'server and load on a core each' : 'not pinned to cores'}). Compare ratios, not figures.`;
  const parts = [
    about,
    figureTable(results),
    loadTable(results),
    firstTokenLine(results),
    startTable(results),
    floodTable(results),
  ];
  return parts.filter(Boolean).join('\n\n');
}
