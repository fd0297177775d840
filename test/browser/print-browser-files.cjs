// Preloaded into the service: prints on exit how many files of `src/browser` were loaded.
process.on('exit', () => {
  const files = Object.keys(require.cache).filter((path) => /[\\/]src[\\/]browser[\\/]/.test(path));
  process.stdout.write(`files of src/browser: ${files.length}\n`);
});
