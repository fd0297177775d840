/**
 * An AWS message without ARNs, account numbers, echoed values and control characters, truncated to 256 characters. A
 * phone number can have as many digits as an account number; its plus sign distinguishes it.
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
