// Preloaded into the service: prints on exit which OpenTelemetry packages were loaded.
process.on('exit', () => {
  const names = Object.keys(require.cache).map((path) => /@opentelemetry[\\/][\w-]+/.exec(path)?.[0]);
  const loaded = [...new Set(names.filter((name) => name !== undefined))].toSorted();
  process.stdout.write(`loaded of OpenTelemetry: ${loaded.join(' ')}\n`);
});
