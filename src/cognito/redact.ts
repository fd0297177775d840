/**
 * A message of AWS without what is none of the reader's business: ARNs, account numbers, values that were sent, and
 * control characters. At most 256 characters.
 */
export function redact(message: string): string {
  const safe = message
    .replaceAll(/\barn:[\w-]*:\S+/gi, '(ARN)')
    .replaceAll(/(?<![\d+])\d{12}(?!\d)/g, '(account)')
    .replaceAll(/\bValue '[^]*?' at '/g, "Value at '")
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
  return Array.from(safe).slice(0, 256).join('');
}
