// The frame: signed in or not, the bars around, and the view that the address names.
import { useEffect, useState, type ReactElement } from 'react';
import { ApiError } from './api/client';
import type { Me } from './api/types';
import { SideBar } from './panels/side_bar';
import { TopBar } from './panels/top_bar';
import { go, useRoute } from './state/location';
import { useMe, useWatchJobs } from './state/queries';
import { scopeOf, type Route } from './state/url';
import { DatasetsView } from './views/datasets_view';
import { HomeView } from './views/home_view';
import { ItemsView } from './views/items_view';
import { JobsView } from './views/jobs_view';
import { PeopleView } from './views/people_view';
import { SettingsView } from './views/settings_view';
import { SignedOutView } from './views/signed_out_view';
import { Button } from './widgets/button';
import { Notice, Problem } from './widgets/notice';
import { Toasts } from './widgets/toasts';

export function App(): ReactElement | null {
  const { data: me, error, refetch } = useMe();
  if (error instanceof ApiError && error.status === 401) return <SignedOutView />;
  if (me) return <Frame me={me} />;
  if (error) return <Problem title="Kindred cannot be opened" error={error} retry={() => void refetch()} />;
  return null;
}

const kRoomForSideBar = '(min-width: 1000px)';

function Frame({ me }: { me: Me }): ReactElement {
  const route = useRoute();
  useWatchJobs(me.organization.id);
  const [sideBar, setSideBar] = useState(() => matchMedia(kRoomForSideBar).matches);
  useEffect(() => {
    const room = matchMedia(kRoomForSideBar);
    const follow = (): void => setSideBar(room.matches);
    room.addEventListener('change', follow);
    return () => room.removeEventListener('change', follow);
  }, []);
  return (
    <div className="frame">
      <TopBar me={me} route={route} menuOpen={sideBar} onMenu={() => setSideBar(!sideBar)} />
      <div className="frame__body">
        {sideBar && <SideBar me={me} route={route} />}
        <View me={me} route={route} />
      </div>
      <Toasts />
    </div>
  );
}

function View({ me, route }: { me: Me; route: Route }): ReactElement {
  const scope = scopeOf(route);
  const key = scope === null ? route.page : `${scope.kind}/${scope.id}/${route.page === 'items' ? route.scope.of : route.page}`;
  switch (route.page) {
    case 'home':
      return <HomeView me={me} />;
    case 'datasets':
      return <DatasetsView me={me} />;
    case 'people':
      return <PeopleView me={me} />;
    case 'jobs':
      return <JobsView me={me} />;
    case 'items':
      return <ItemsView key={key} me={me} route={route} />;
    case 'settings':
      return <SettingsView key={key} me={me} scope={route.scope} />;
    case 'unknown':
      return (
        <main className="page">
          <h1 className="visually-hidden">Kindred</h1>
          <Notice icon="search" title="There is no such page" actions={<Button onClick={() => go({ page: 'home' })}>Go to the start</Button>}>
            {route.path}
          </Notice>
        </main>
      );
  }
}
