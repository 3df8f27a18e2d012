// Shown when the server does not know us: name and password, or an API token, or the link that the server prints.
import { useState, type ReactElement } from 'react';
import { signIn } from '../api/catalog';
import { client } from '../state/queries';
import { sentence } from '../state/toasts';
import { Button } from '../widgets/button';

export function SignedOutView(): ReactElement {
  const [way, setWay] = useState<'password' | 'token'>('password');
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (): Promise<void> => {
    setBusy(true);
    try {
      await signIn(way === 'token' ? { token: secret.trim() } : { username: name.trim(), password: secret });
      setProblem(null);
      await client.resetQueries();
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  const turn = (): void => {
    setWay(way === 'token' ? 'password' : 'token');
    setSecret('');
    setProblem(null);
  };
  return (
    <main className="signin">
      <form
        className="card signin__card"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1 className="title">Sign in to Kindred</h1>
        {way === 'password' ? (
          <>
            <label className="field">
              Name
              <input type="text" autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} />
            </label>
            <label className="field">
              Password
              <input type="password" autoComplete="current-password" value={secret} onChange={(event) => setSecret(event.target.value)} />
            </label>
          </>
        ) : (
          <label className="field">
            API token
            <input type="password" autoComplete="off" value={secret} onChange={(event) => setSecret(event.target.value)} />
          </label>
        )}
        {problem !== null && (
          <p className="warning" role="alert">
            {problem}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={busy || secret.trim() === '' || (way === 'password' && name.trim() === '')}>
          Sign in
        </Button>
        <Button kind="quiet" onClick={turn}>
          {way === 'password' ? 'Use an API token' : 'Use name and password'}
        </Button>
        <p className="card__text muted">
          The first time, open the link that <code>kindred serve</code> prints when it starts.
        </p>
      </form>
    </main>
  );
}
