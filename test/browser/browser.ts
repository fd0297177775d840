/** A cookie as a browser keeps it. */
export interface KeptCookie {
  readonly value: string;
  /** The `Set-Cookie` header that brought it. */
  readonly header: string;
}

export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The URL of each request, including the last. */
  readonly steps: readonly string[];
  /** The `Set-Cookie` headers of all responses. */
  readonly setCookies: readonly string[];
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** The public address of the service, and the one at which it really listens. */
export interface Addresses {
  readonly publicUrl: string;
  readonly serviceUrl: string;
}

const MAXIMUM_STEPS = 12;

/**
 * Simulates a browser's handling of cookies and redirects: one cookie jar per origin, and no Strict cookies on a
 * navigation that was started by another origin.
 */
export class Browser {
  readonly cookies = new Map<string, Map<string, KeptCookie>>();

  constructor(private addresses: Addresses) {}

  /** Sends further requests to another instance of the service. */
  moveTo(serviceUrl: string): void {
    this.addresses = { ...this.addresses, serviceUrl };
  }

  /** The cookie of this name that the service has set. */
  cookie(name: string): KeptCookie | undefined {
    return this.jar(this.addresses.publicUrl).get(name);
  }

  get sessionId(): string | undefined {
    return this.cookie('__Host-Http-lifeguard')?.value;
  }

  setCookie(name: string, value: string): void {
    this.jar(this.addresses.publicUrl).set(name, { value, header: `${name}=${value}` });
  }

  /** Navigates to a URL, or a path of the service, and follows redirects across origins until one matches `until`. */
  async visit(
    address: string,
    options: { until?: RegExp; form?: Record<string, string> } = {},
  ): Promise<Visit> {
    let url = new URL(address, this.addresses.publicUrl);
    let form = options.form;
    let isCrossSite = false;
    const [steps, setCookies]: [string[], string[]] = [[], []];
    for (let step = 0; step < MAXIMUM_STEPS; step += 1) {
      steps.push(url.href);
      const response = await this.navigate(url, form, isCrossSite);
      this.keep(url.origin, response.headers);
      setCookies.push(...response.headers.getSetCookie());
      const location = response.headers.get('location');
      const next = location === null ? undefined : new URL(location, url);
      if (!next || options.until?.test(next.href)) {
        const text = await response.text();
        return {
          url: next?.href ?? url.href,
          status: response.status,
          headers: response.headers,
          text,
          steps,
          setCookies,
        };
      }
      await response.text();
      isCrossSite ||= next.origin !== url.origin;
      url = next;
      form = undefined;
    }
    throw new Error(`More than ${MAXIMUM_STEPS} redirects: ${steps.join(' -> ')}`);
  }

  /** Sends a request as a page of the service's own origin does. An undefined header is left out. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<CallAnswer> {
    const { serviceUrl, publicUrl } = this.addresses;
    const given = {
      'x-lifeguard': '1',
      'sec-fetch-site': 'same-origin',
      origin: new URL(publicUrl).origin,
      cookie: this.cookieHeader(publicUrl),
      'content-type': body === undefined ? undefined : 'application/json',
      ...headers,
    };
    const response = await fetch(serviceUrl + path, {
      method,
      redirect: 'manual',
      headers: Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined && value !== ''),
      ) as Record<string, string>,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    this.keep(new URL(publicUrl).origin, response.headers);
    const text = await response.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, body: json };
  }

  private navigate(
    url: URL,
    form: Record<string, string> | undefined,
    isCrossSite: boolean,
  ): Promise<Response> {
    const { publicUrl, serviceUrl } = this.addresses;
    const isOurs = url.origin === new URL(publicUrl).origin;
    const target = isOurs ? serviceUrl + url.pathname + url.search : url.href;
    const cookie = this.cookieHeader(url.origin, isCrossSite);
    return fetch(target, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { accept: 'text/html', ...(cookie !== '' && { cookie }) },
      ...(form && { body: new URLSearchParams(form) }),
    });
  }

  private cookieHeader(address: string, isCrossSite = false): string {
    return [...this.jar(address)]
      .filter(([, { header }]) => !isCrossSite || !header.includes('SameSite=Strict'))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private keep(origin: string, headers: Headers): void {
    const jar = this.jar(origin);
    for (const header of headers.getSetCookie()) {
      const [pair = ''] = header.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/Max-Age=0(?:;|$)/i.test(header)) jar.delete(name);
      else jar.set(name, { value: pair.slice(pair.indexOf('=') + 1), header });
    }
  }

  private jar(address: string): Map<string, KeptCookie> {
    const { origin } = new URL(address);
    const jar = this.cookies.get(origin) ?? new Map<string, KeptCookie>();
    this.cookies.set(origin, jar);
    return jar;
  }
}

/** The value of a hidden field on a page; empty without one. */
export function hiddenField(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
}

/** The address that the form of a page is sent to. */
export const formAction = (html: string): string =>
  (/action="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');
