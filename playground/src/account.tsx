import { useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from './language';
import { backFromProvider } from './provider';
import { session, useToken } from './session';
import { SignIn } from './signin';
import { askWho, type Viewer } from './viewer';

/** The signed-in user with the role, and buttons to sign in and out. */
export function Account() {
  const t = useTexts();
  const token = useToken();
  const [viewer, setViewer] = useState<Viewer>();
  const [refused, setRefused] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const { introspect } = useGraphiQLActions();
  const first = useRef(token);

  useEffect(() => {
    let current = true;
    setViewer(undefined);
    if (!token) return;
    if (token !== first.current) void introspect(); // the schema may depend on the role
    void askWho().then(({ viewer }) => {
      if (current) setViewer(viewer);
    });
    return () => {
      current = false;
    };
  }, [token, introspect]);

  useEffect(() => {
    void backFromProvider().then((how) => {
      if (how !== 'refused' || session.token()) return;
      setRefused(true);
      dialog.current?.showModal();
    });
  }, []);

  const label = token && viewer ? `${viewer.name ?? t.unnamed} · ${t.roles[viewer.role] ?? viewer.role}` : t.signIn;
  return (
    <>
      <button type="button" className="account" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby="account-title">
        <h2 id="account-title" ref={title} tabIndex={-1}>{token ? t.whoAmI : t.signIn}</h2>
        {token ? <Self viewer={viewer} /> : <SignIn refused={refused} onDone={() => title.current?.focus()} />}
        <button type="button" className="close" onClick={() => dialog.current?.close()}>
          {t.close}
        </button>
      </dialog>
    </>
  );
}

function Self({ viewer }: { viewer?: Viewer }) {
  const t = useTexts();
  const signOut = () => {
    session.end();
    location.reload(); // removes responses from the screen; what was written stays
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
