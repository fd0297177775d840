// Preloaded into a server whose memory is measured. On a message it reports the peak resident memory, collects garbage
// and reports the remaining memory.
process.on('message', () => {
  // In kilobytes. The kernel records it, so no peak is missed.
  const peak = process.resourceUsage().maxRSS * 1024;
  globalThis.gc();
  setTimeout(() => {
    globalThis.gc();
    process.send({ peak, ...process.memoryUsage() });
  }, 500);
});
