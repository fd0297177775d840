/** The injection token of the resolved options. */
export const OPTIONS = Symbol('lifeguard:options');
