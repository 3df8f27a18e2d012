import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { theme } from './state/preferences';
import { client } from './state/queries';
import './styles/theme.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/items.css';
import './styles/pages.css';

document.documentElement.dataset['theme'] = theme.get();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
