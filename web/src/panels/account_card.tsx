// One's own password.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { changeOwnPassword } from '../api/people';
import { sentence, tell } from '../state/toasts';
import { Button } from '../widgets/button';

export function AccountCard(): ReactElement {
  const [before, setBefore] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => changeOwnPassword(before, next),
    onSuccess: () => {
      setBefore('');
      setNext('');
      tell('Your password is changed; your other sessions have ended.');
    },
  });
  return (
    <section className="card" aria-label="Your password">
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <label className="field">
          The password now (empty when there is none)
          <input type="password" autoComplete="current-password" value={before} onChange={(event) => setBefore(event.target.value)} />
        </label>
        <label className="field">
          The new one
          <input type="password" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} />
        </label>
        {change.error && (
          <p className="warning" role="alert">
            {sentence(change.error)}
          </p>
        )}
        <div>
          <Button type="submit" disabled={next === '' || change.isPending}>
            Change password
          </Button>
        </div>
      </form>
    </section>
  );
}
