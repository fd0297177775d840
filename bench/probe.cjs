// Preloaded into a server whose memory is measured: collects garbage and tells what is left when it is asked.
process.on('message', () => {
  globalThis.gc();
  setTimeout(() => {
    globalThis.gc();
    process.send(process.memoryUsage());
  }, 500);
});
