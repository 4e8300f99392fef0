import { useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTexts } from './language';
import { ask } from './service';
import { session, useToken } from './session';

interface Viewer {
  name: string | null;
  role: string;
  permissions: string[];
}

const whoAmI = 'query WhoAmI { viewer { name role permissions } }';

/** Who is signed in and what they may do, with the way in and out. */
export function Account() {
  const t = useTexts();
  const token = useToken();
  const [viewer, setViewer] = useState<Viewer>();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const { introspect } = useGraphiQLActions();

  useEffect(() => {
    let current = true;
    setViewer(undefined);
    if (!token) return;
    void ask({ query: whoAmI }).then((answer) => {
      if (current) setViewer(answer.data?.viewer as Viewer | undefined);
    });
    return () => {
      current = false;
    };
  }, [token]);

  const signedIn = (name: Viewer) => {
    setViewer(name);
    title.current?.focus(); // the form is gone
    void introspect(); // who may see more of the schema sees it now
  };
  const label = token && viewer ? `${viewer.name ?? t.unnamed} · ${t.roles[viewer.role] ?? viewer.role}` : t.signIn;
  return (
    <>
      <button type="button" className="account" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby="account-title">
        <h2 id="account-title" ref={title} tabIndex={-1}>{token ? t.whoAmI : t.signIn}</h2>
        {token ? <Self viewer={viewer} /> : <SignIn onDone={signedIn} />}
        <button type="button" className="close" onClick={() => dialog.current?.close()}>
          {t.close}
        </button>
      </dialog>
    </>
  );
}

function SignIn({ onDone }: { onDone(viewer: Viewer): void }) {
  const t = useTexts();
  const [problem, setProblem] = useState('');
  const [checking, setChecking] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get('token') ?? '').trim();
    setChecking(true);
    setProblem('');
    const answer = await ask({ query: whoAmI }, token);
    setChecking(false);
    const viewer = answer.data?.viewer as Viewer | undefined;
    if (!viewer) return setProblem(answer.errors?.[0]?.extensions?.code === 'UNAUTHENTICATED' ? t.refusedToken : (answer.errors?.[0]?.message ?? t.refusedToken));
    session.begin(token);
    onDone(viewer);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p>{t.notSignedIn}</p>
      <label htmlFor="token">{t.tokenLabel}</label>
      <input id="token" name="token" type="password" required autoComplete="off" spellCheck={false} aria-describedby="token-help" autoFocus />
      <p id="token-help">
        {t.signInHelp} {t.tokenFromProvider}
      </p>
      <p role="alert" className="refusal">
        {problem}
      </p>
      <button type="submit" className="primary" disabled={checking}>
        {checking ? t.checking : t.signIn}
      </button>
    </form>
  );
}

function Self({ viewer }: { viewer?: Viewer }) {
  const t = useTexts();
  const signOut = () => {
    session.end();
    location.reload(); // answers go from the screen; what was written stays
  };
  return (
    <>
      {viewer ? (
        <>
          <p className="self">
            {viewer.name ?? t.unnamed}, {t.roles[viewer.role] ?? viewer.role}
          </p>
          <h3>{t.mayDo}</h3>
          <ul>
            {viewer.permissions.map((p) => (
              <li key={p}>{t.permissions[p] ?? p}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t.checking}</p>
      )}
      <button type="button" className="primary" onClick={signOut}>
        {t.signOut}
      </button>
    </>
  );
}
