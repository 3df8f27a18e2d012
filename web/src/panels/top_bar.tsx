// Where we are, what is running, and who we are.
import { useEffect, useState, type ReactElement } from 'react';
import { useShortcuts } from '../actions/keys';
import { signOut } from '../api/catalog';
import type { DatasetVersion, Me } from '../api/types';
import { count } from '../state/format';
import { useConnection } from '../state/events';
import { isActive, overallPercent } from '../state/jobs';
import { theme, usePreference } from '../state/preferences';
import { client, useDatalakes, useJobs, useVersion } from '../state/queries';
import { tellProblem } from '../state/toasts';
import { scopeOf, type Route } from '../state/url';
import { Button } from '../widgets/button';
import { Icon } from '../widgets/icons';
import { Link } from '../widgets/link';
import { KeysDialog } from './keys_dialog';

interface Props {
  me: Me;
  route: Route;
  onMenu: () => void;
  menuOpen: boolean;
}

export function TopBar({ me, route, onMenu, menuOpen }: Props): ReactElement {
  return (
    <header className="topbar">
      <Button kind="quiet" icon="menu" label="Datalakes and datasets" aria-expanded={menuOpen} onClick={onMenu} />
      <nav className="crumbs" aria-label="Breadcrumb">
        <Link to={{ page: 'home' }} className="crumbs__home">
          Kindred
        </Link>
        <Crumb>{me.organization.name}</Crumb>
        <ScopeCrumbs me={me} route={route} />
      </nav>
      <div className="topbar__right">
        <JobsIndicator organization={me.organization.id} current={route.page === 'jobs'} />
        <HelpButton />
        <ThemeButton />
        <UserMenu me={me} />
      </div>
    </header>
  );
}

function Crumb({ children }: { children: string }): ReactElement {
  return (
    <span className="crumbs__one">
      <Icon name="chevron" />
      <span className="crumbs__text">{children}</span>
    </span>
  );
}

const kPageNames: Partial<Record<Route['page'], string>> = { jobs: 'Jobs', datasets: 'Datasets', people: 'People and tokens' };

function ScopeCrumbs({ me, route }: { me: Me; route: Route }): ReactElement | null {
  const scope = scopeOf(route);
  const { data: lakes } = useDatalakes(me.organization.id);
  const { data: version } = useVersion(scope?.kind === 'version' ? scope.id : null);
  const page = kPageNames[route.page] ?? null;
  const place = page !== null ? page : scope?.kind === 'version' ? versionName(version) : lakes?.find((lake) => lake.id === scope?.id)?.name;
  useEffect(() => {
    document.title = place === undefined ? 'Kindred' : `${place} · Kindred`;
  }, [place]);
  if (page !== null) return <Crumb>{page}</Crumb>;
  if (scope?.kind === 'datalake') return <Crumb>{lakes?.find((lake) => lake.id === scope.id)?.name ?? '…'}</Crumb>;
  if (scope?.kind !== 'version') return null;
  return (
    <>
      <Crumb>{version?.origin_name ?? '…'}</Crumb>
      <Crumb>{version?.version ?? '…'}</Crumb>
    </>
  );
}

function versionName(version: DatasetVersion | undefined): string | undefined {
  return version && `${version.origin_name} ${version.version}`;
}

function JobsIndicator({ organization, current }: { organization: string; current: boolean }): ReactElement {
  const { data: jobs } = useJobs(organization);
  const connection = useConnection();
  const percent = overallPercent(jobs ?? []);
  const active = (jobs ?? []).filter(isActive).length;
  if (connection === 'lost') {
    return (
      <span className="offline" role="alert" title="The server does not answer. Nothing you have made is lost; this page goes on by itself when it is back.">
        <Icon name="warning" /> No connection, trying again…
      </span>
    );
  }
  return (
    <Link
      to={{ page: 'jobs' }}
      className="jobs-indicator"
      current={current}
      title={percent === null ? 'Jobs: none is running' : `Jobs: ${count(active)} under way, ${percent} % done`}
    >
      Jobs
      {percent !== null && (
        <>
          <Ring percent={percent} />
          <span className="numbers">{percent}%</span>
        </>
      )}
    </Link>
  );
}

function Ring({ percent }: { percent: number }): ReactElement {
  const around = 2 * Math.PI * 6;
  return (
    <svg className="ring" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" className="ring__track" />
      <circle cx="8" cy="8" r="6" className="ring__value" strokeDasharray={`${(around * percent) / 100} ${around}`} />
    </svg>
  );
}

function HelpButton(): ReactElement {
  const [open, setOpen] = useState(false);
  useShortcuts({ '?': () => setOpen(true) });
  return (
    <>
      <Button kind="quiet" icon="help" label="Keyboard shortcuts" keys="?" onClick={() => setOpen(true)} />
      {open && <KeysDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function ThemeButton(): ReactElement {
  const now = usePreference(theme);
  useEffect(() => {
    document.documentElement.dataset['theme'] = now;
  }, [now]);
  const other = now === 'dark' ? 'light' : 'dark';
  return <Button kind="quiet" icon={now === 'dark' ? 'sun' : 'moon'} label={`Use the ${other} theme`} onClick={() => theme.set(other)} />;
}

function UserMenu({ me }: { me: Me }): ReactElement {
  const [open, setOpen] = useState(false);
  const initials = me.username.slice(0, 2).toUpperCase();
  const leave = async (): Promise<void> => {
    try {
      await signOut();
      client.clear();
      location.assign('/');
    } catch (error) {
      tellProblem('You are still signed in.', error);
    }
  };
  return (
    <div
      className="menu"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.preventDefault();
        setOpen(false);
      }}
    >
      <button type="button" className="avatar" aria-label={`${initials}: signed in as ${me.username}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        {initials}
      </button>
      {open && (
        <div className="menu__body">
          <b>{me.username}</b>
          <span className="muted">{me.role.toLowerCase()} of {me.organization.name}</span>
          <Link to={{ page: 'people' }}>People and tokens</Link>
          <Button onClick={() => void leave()}>Sign out</Button>
        </div>
      )}
    </div>
  );
}
