import { session } from './session';

/** Signing in at a provider: the browser goes there and returns with a code, which the service exchanges for a token. */

const key = 'lectern:signing-in';
const path = '/playground/sign-in';

/** The name of the sign-in provider, empty for none. */
export async function offeredProvider(): Promise<string> {
  if (!isSecureContext) return ''; // browsers have no hash function there
  try {
    const response = await fetch(path, { credentials: 'omit' });
    return ((await response.json()) as { provider: string }).provider;
  } catch {
    return '';
  }
}

/** Sends the browser to the provider. False if it can't be reached. */
export async function goToProvider(): Promise<boolean> {
  const [state, verifier] = [random(), random()];
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const answer = await post('begin', { state, challenge: base64url(new Uint8Array(hash)) });
  if (!answer.address) return false;
  sessionStorage.setItem(key, JSON.stringify({ state, verifier }));
  location.assign(answer.address);
  return true;
}

/** Completes the sign-in that goToProvider began, when the browser returns; otherwise undefined. */
export async function backFromProvider(): Promise<'in' | 'refused' | undefined> {
  const begun = sessionStorage.getItem(key);
  const answer = new URLSearchParams(location.search);
  sessionStorage.removeItem(key);
  if (!answer.has('state')) return undefined;
  history.replaceState(null, '', location.pathname); // the code is valid only once
  const { state, verifier } = JSON.parse(begun ?? '{}') as { state?: string; verifier?: string };
  if (!state || answer.get('state') !== state || !answer.has('code')) return 'refused';
  const { token } = await post('end', { code: answer.get('code')!, verifier: verifier! });
  if (!token) return 'refused';
  session.begin(token);
  return 'in';
}

async function post(step: 'begin' | 'end', body: Record<string, string>): Promise<{ address?: string; token?: string }> {
  try {
    const response = await fetch(`${path}/${step}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
    });
    return (await response.json()) as { address?: string; token?: string };
  } catch {
    return {};
  }
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
