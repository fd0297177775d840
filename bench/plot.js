// A bar chart of requests per second, written by hand as SVG.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { median } from './figures.js';

const LOADS = { hot: 'one token', zipf: '10,000 tokens, Zipf' };
const [WIDTH, LEFT, RIGHT, TOP, BAR, GAP] = [940, 370, 90, 64, 16, 14];

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .small { font-size: 11px; fill: #57606a }
  .hot { fill: #9db7d5 } .zipf { fill: #c9d6e6 }
  .own .hot { fill: #1f6feb } .own .zipf { fill: #79b0ff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9da7b1 }
    .hot { fill: #4b6584 } .zipf { fill: #344760 }
  }`;

const escaped = (text) => text.replaceAll('*', '').replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Draws the medians of the rounds. */
export function plot({ rounds, servers, node }, file) {
  const pace = (name, load) => median(rounds.map((round) => round[name]?.[load]?.perSecond));
  const shown = Object.entries(servers).filter(([name]) => pace(name, 'hot') !== undefined);
  const most = Math.max(
    ...shown.flatMap(([name]) => Object.keys(LOADS).map((load) => pace(name, load) ?? 0)),
  );
  const scale = (WIDTH - LEFT - RIGHT) / most;
  const height = TOP + shown.length * (2 * BAR + GAP) + 12;
  const groups = shown.map(([name, { title }], index) => {
    const y = TOP + index * (2 * BAR + GAP);
    const bars = Object.keys(LOADS).map((load, row) =>
      bar(load, y + row * BAR, pace(name, load) ?? 0, scale),
    );
    const label = `<text x="${LEFT - 10}" y="${y + BAR + 5}" text-anchor="end">${escaped(title)}</text>`;
    return `<g class="${name.startsWith('lifeguard') ? 'own' : 'peer'}">${label}${bars.join('')}</g>`;
  });
  const caption = `upper bar: ${LOADS.hot}; lower bar: ${LOADS.zipf}; Node ${node}, one core, 32 connections`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>Requests per second of a protected route</title><style>${STYLE}</style>`,
    `<text x="10" y="24" font-weight="600">Requests per second of a protected route</text>`,
    `<text x="10" y="44" class="small">${caption}</text>`,
    ...groups,
    '</svg>',
  ];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${svg.join('\n')}\n`);
}

function bar(load, y, value, scale) {
  const length = (value * scale).toFixed(1);
  const figure = Math.round(value).toLocaleString('en');
  return (
    `<rect class="${load}" x="${LEFT}" y="${y}" width="${length}" height="${BAR - 2}"/>` +
    `<text class="small" x="${LEFT + Number(length) + 6}" y="${y + 11}">${figure}</text>`
  );
}
