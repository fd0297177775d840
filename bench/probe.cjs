// Preloaded into a server whose memory is measured. When it is asked, it tells the most that was resident so far, collects
// garbage and tells what is left.
process.on('message', () => {
  // In kilobytes; the kernel keeps it, so that no peak is missed.
  const peak = process.resourceUsage().maxRSS * 1024;
  globalThis.gc();
  setTimeout(() => {
    globalThis.gc();
    process.send({ peak, ...process.memoryUsage() });
  }, 500);
});
