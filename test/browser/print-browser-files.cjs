// Preloaded into the service: says at its end how many files of `src/browser` it had loaded.
process.on('exit', () => {
  const files = Object.keys(require.cache).filter((path) => /[\\/]src[\\/]browser[\\/]/.test(path));
  process.stdout.write(`files of src/browser: ${files.length}\n`);
});
