// Who may come in, with what role; one's own password and tokens.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Me } from '../api/types';
import { listTokens, listUsers } from '../api/people';
import { AccountCard } from '../panels/account_card';
import { TokensCard } from '../panels/tokens_card';
import { UsersCard } from '../panels/users_card';
import { Problem } from '../widgets/notice';

export function PeopleView({ me }: { me: Me }): ReactElement {
  const isAdmin = me.role === 'ADMIN';
  const users = useQuery({ queryKey: ['users'], queryFn: listUsers, enabled: isAdmin });
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: listTokens });
  return (
    <main className="page page--scroll">
      <div className="column">
        <h1 className="title">People and tokens</h1>
        {isAdmin && (users.error && !users.data ? <Problem title="The people cannot be listed" error={users.error} retry={() => void users.refetch()} /> : <UsersCard me={me} users={users.data ?? null} />)}
        <h2 className="title title--next">Your password</h2>
        <AccountCard />
        <h2 className="title title--next">Your API tokens</h2>
        {tokens.error && !tokens.data ? <Problem title="The tokens cannot be listed" error={tokens.error} retry={() => void tokens.refetch()} /> : <TokensCard tokens={tokens.data ?? null} />}
      </div>
    </main>
  );
}
