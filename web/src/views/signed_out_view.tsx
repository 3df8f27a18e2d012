// Shown when the server does not know us: how to get in, and a field for an API token.
import { useState, type ReactElement } from 'react';
import { signIn } from '../api/catalog';
import { client } from '../state/queries';
import { sentence } from '../state/toasts';
import { Button } from '../widgets/button';

export function SignedOutView(): ReactElement {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const enter = async (): Promise<void> => {
    try {
      await signIn(token.trim());
      setProblem(null);
      await client.resetQueries();
    } catch (error) {
      setProblem(sentence(error));
    }
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
        <p className="card__text">
          Open the link that <code>kindred serve</code> prints when it starts, or paste an API token. <code>kindred token</code> makes one.
        </p>
        <label className="field">
          API token
          <input type="password" autoComplete="current-password" value={token} onChange={(event) => setToken(event.target.value)} />
        </label>
        {problem !== null && (
          <p className="warning" role="alert">
            {problem}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={token.trim() === ''}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
