/** The settings that the service writes into the page; see README.md. */
export interface PageSettings {
  readonly hosted: boolean;
  readonly providers: readonly string[];
  readonly console: boolean;
  readonly adminGroup?: string;
  readonly writableAttributes: readonly string[];
  readonly passkeysUrl?: string;
}

const DEFAULTS: PageSettings = {
  hosted: false,
  providers: [],
  console: true,
  writableAttributes: [
    'name',
    'given_name',
    'family_name',
    'nickname',
    'preferred_username',
    'email',
    'phone_number',
    'birthdate',
    'locale',
    'zoneinfo',
  ],
};

export const settings: PageSettings = read();

function read(): PageSettings {
  const content = document.querySelector<HTMLMetaElement>('meta[name=lifeguard]')?.content ?? '';
  try {
    return { ...DEFAULTS, ...(JSON.parse(content) as Partial<PageSettings>) };
  } catch {
    // Defaults for a page whose placeholder was not replaced.
    return DEFAULTS;
  }
}
