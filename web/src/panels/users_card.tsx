// Everybody who may come in: made, given another role or password, deleted.
import { useState, type ReactElement } from 'react';
import { changeUser, createUser, deleteUser, type User } from '../api/people';
import type { Me, Role } from '../api/types';
import { client } from '../state/queries';
import { tell, tellProblem } from '../state/toasts';
import { Button } from '../widgets/button';
import { ConfirmDialog, FormDialog } from '../widgets/dialog';

const kRoles: readonly { role: Role; may: string }[] = [
  { role: 'VIEWER', may: 'looks and searches' },
  { role: 'EDITOR', may: 'also uploads, tags, annotates and versions' },
  { role: 'ADMIN', may: 'also settings, activation, people, models and processings' },
];

const kLeastPassword = 8; // characters

function refresh(): Promise<void> {
  return client.invalidateQueries({ queryKey: ['users'] });
}

export function UsersCard({ me, users }: { me: Me; users: readonly User[] | null }): ReactElement {
  const [asking, setAsking] = useState(false);
  return (
    <section className="card card--wide" aria-label="People">
      <ul className="rows">{users?.map((user) => <UserRow key={user.id} me={me} user={user} />)}</ul>
      <footer className="card__foot">
        <Button kind="primary" onClick={() => setAsking(true)}>
          Add a person…
        </Button>
      </footer>
      {asking && <NewUserDialog onClose={() => setAsking(false)} />}
    </section>
  );
}

function RoleChoice({ label, value, disabled = false, onChange }: { label: string; value: Role; disabled?: boolean; onChange: (role: Role) => void }): ReactElement {
  return (
    <select aria-label={label} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as Role)}>
      {kRoles.map(({ role, may }) => (
        <option key={role} value={role}>
          {role.toLowerCase()}: {may}
        </option>
      ))}
    </select>
  );
}

function UserRow({ me, user }: { me: Me; user: User }): ReactElement {
  const [asking, setAsking] = useState<'password' | 'delete' | null>(null);
  const [password, setPassword] = useState('');
  const self = user.id === me.id;
  const setRole = async (role: Role): Promise<void> => {
    try {
      await changeUser(user.id, { role });
      tell(`${user.username} is ${role.toLowerCase()} now.`);
    } catch (error) {
      tellProblem(`${user.username} keeps the role.`, error);
    }
    await refresh();
  };
  return (
    <li className="rows__one">
      <span className="rows__name">
        {user.username} {self && <span className="muted">(you)</span>}
      </span>
      <RoleChoice label={`Role of ${user.username}`} value={user.role} disabled={self} onChange={(role) => void setRole(role)} />
      <Button kind="quiet" aria-label={`New password for ${user.username}`} onClick={() => setAsking('password')}>
        Password…
      </Button>
      <Button kind="quiet" aria-label={`Delete ${user.username}`} disabled={self} onClick={() => setAsking('delete')}>
        Delete…
      </Button>
      {asking === 'password' && (
        <FormDialog
          title={`New password for ${user.username}`}
          confirm="Set password"
          ready={password.length >= kLeastPassword}
          onConfirm={async () => {
            await changeUser(user.id, { password });
            tell(`${user.username} has a new password and is signed out elsewhere.`);
          }}
          onClose={() => {
            setPassword('');
            setAsking(null);
          }}
        >
          <label className="field">
            Password, at least {kLeastPassword} characters
            <input type="password" autoComplete="new-password" autoFocus value={password} onChange={(event) => setPassword(event.target.value)} />
          </label>
        </FormDialog>
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title={`Delete ${user.username}?`}
          confirm="Delete person"
          onConfirm={async () => {
            await deleteUser(user.id);
            await refresh();
          }}
          onClose={() => setAsking(null)}
        >
          {user.username} cannot come in any more; sessions and tokens end at once. What {user.username} made stays.
        </ConfirmDialog>
      )}
    </li>
  );
}

function NewUserDialog({ onClose }: { onClose: () => void }): ReactElement {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const [password, setPassword] = useState('');
  return (
    <FormDialog
      title="Add a person"
      confirm="Add"
      ready={name.trim() !== '' && password.length >= kLeastPassword}
      onConfirm={async () => {
        await createUser(name.trim(), role, password);
        await refresh();
      }}
      onClose={onClose}
    >
      <div className="fields">
        <label className="field">
          Name
          <input autoFocus autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="field">
          Role
          <RoleChoice label="Role" value={role} onChange={setRole} />
        </label>
        <label className="field">
          Password, at least {kLeastPassword} characters
          <input type="password" autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </label>
      </div>
    </FormDialog>
  );
}
