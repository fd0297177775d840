/** The token that the settings are injected with: `@Inject(SETTINGS) private readonly settings: Settings`. */
export const SETTINGS = Symbol('lifeguard:settings');
