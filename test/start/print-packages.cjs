// Preloaded into the service: prints at its end the packages that it had loaded.
process.on('exit', () => {
  const names = Object.keys(require.cache).map(
    (path) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1],
  );
  process.stdout.write(`loaded packages: ${[...new Set(names.filter(Boolean))].join(' ')}\n`);
});
