import { useEffect, useState, type FormEvent } from 'react';
import { useTexts } from './language';
import { goToProvider, offeredProvider } from './provider';
import { session } from './session';
import { askWho } from './viewer';

/** Signing in: at a provider, if there is one, or with a token. */
export function SignIn({ refused, onDone }: { refused: boolean; onDone(): void }) {
  const t = useTexts();
  const [provider, setProvider] = useState('');
  const [problem, setProblem] = useState('');
  const [checking, setChecking] = useState(false);
  useEffect(() => void offeredProvider().then(setProvider), []);
  useEffect(() => setProblem(refused ? t.refusedByProvider : ''), [refused, t]);
  const go = async () => {
    setChecking(true);
    if (!(await goToProvider())) setProblem(t.providerAway);
    setChecking(false);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get('token') ?? '').trim();
    setChecking(true);
    setProblem('');
    const { viewer, error } = await askWho(token);
    setChecking(false);
    if (!viewer) return setProblem(error?.extensions?.code === 'UNAUTHENTICATED' ? t.refusedToken : (error?.message ?? t.refusedToken));
    session.begin(token);
    onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p>{t.notSignedIn}</p>
      <p role="alert" className="refusal">
        {problem}
      </p>
      {provider && (
        <p>
          <button type="button" className="primary" disabled={checking} onClick={() => void go()}>
            {t.signInAt(provider)}
          </button>
        </p>
      )}
      <label htmlFor="token">{t.tokenLabel}</label>
      <input id="token" name="token" type="password" required autoComplete="off" spellCheck={false} aria-describedby="token-help" autoFocus />
      <p id="token-help">{t.signInHelp}</p>
      <button type="submit" className="primary" disabled={checking}>
        {checking ? t.checking : t.signInWithToken}
      </button>
    </form>
  );
}
