/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  // Where `npm run dev` finds a running `kindred serve`; the built app is served by that same program. The server compares Origin with
  // Host, so the browser's own Host goes along.
  const target = loadEnv(mode, '.', 'KINDRED_')['KINDRED_SERVER'] ?? 'http://127.0.0.1:8080';
  const server = { target, changeOrigin: false };
  return {
    plugins: [react()],
    build: {
      target: 'es2022',
      // Everything is a file of our own origin: the server's Content-Security-Policy allows neither inline scripts nor data: fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    server: { proxy: { '/api': server, '/login': server, '/storage': server } },
    test: { environment: 'node', include: ['src/**/*.test.ts'] },
  };
});
