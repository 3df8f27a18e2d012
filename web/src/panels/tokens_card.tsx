// One's own API tokens: made (the secret is shown once), and revoked.
import { useState, type ReactElement } from 'react';
import { createToken, revokeToken, type Token } from '../api/people';
import { exactTime, shortTime } from '../state/format';
import { client } from '../state/queries';
import { Button } from '../widgets/button';
import { ConfirmDialog, FormDialog, InfoDialog } from '../widgets/dialog';

function refresh(): Promise<void> {
  return client.invalidateQueries({ queryKey: ['tokens'] });
}

export function TokensCard({ tokens }: { tokens: readonly Token[] | null }): ReactElement {
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <section className="card" aria-label="Your API tokens">
      {tokens?.length === 0 && <p className="card__text muted">No tokens. The SDK and scripts come in with one.</p>}
      <ul className="rows">{tokens?.map((token) => <TokenRow key={token.id} token={token} />)}</ul>
      <footer className="card__foot">
        <Button onClick={() => setAsking(true)}>Make a token…</Button>
      </footer>
      {asking && <NewTokenDialog onMade={setSecret} onClose={() => setAsking(false)} />}
      {secret !== null && (
        <InfoDialog title="Your new token" onClose={() => setSecret(null)}>
          <p>Copy it now: it is not shown again.</p>
          <code className="secret">{secret}</code>
        </InfoDialog>
      )}
    </section>
  );
}

function TokenRow({ token }: { token: Token }): ReactElement {
  const [asking, setAsking] = useState(false);
  return (
    <li className="rows__one">
      <span className="rows__name">{token.name}</span>
      <span className="muted" title={`Made ${exactTime(token.created_at)}`}>
        {token.last_used_at === null ? 'never used' : `last used ${shortTime(token.last_used_at)}`}
        {token.expires_at !== null && `, ends ${shortTime(token.expires_at)}`}
      </span>
      <Button kind="quiet" aria-label={`Revoke token ${token.name}`} onClick={() => setAsking(true)}>
        Revoke…
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Revoke “${token.name}”?`}
          confirm="Revoke token"
          onConfirm={async () => {
            await revokeToken(token.id);
            await refresh();
          }}
          onClose={() => setAsking(false)}
        >
          Whatever uses it is refused from now on. Sessions in browsers go on.
        </ConfirmDialog>
      )}
    </li>
  );
}

function NewTokenDialog({ onMade, onClose }: { onMade: (secret: string) => void; onClose: () => void }): ReactElement {
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  return (
    <FormDialog
      title="Make a token"
      confirm="Make token"
      ready={name.trim() !== '' && (days === '' || Number(days) >= 1)}
      onConfirm={async () => {
        onMade(await createToken(name.trim(), days === '' ? null : Number(days)));
        await refresh();
      }}
      onClose={onClose}
    >
      <div className="fields">
        <label className="field">
          What it is for
          <input autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="field">
          Days until it ends (empty: never)
          <input type="number" min={1} max={36_500} value={days} onChange={(event) => setDays(event.target.value)} />
        </label>
      </div>
    </FormDialog>
  );
}
