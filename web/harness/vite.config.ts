import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// Not part of the app: built on its own, for measurements (./dev bench web).
export default defineConfig({ root: fileURLToPath(new URL('.', import.meta.url)), build: { target: 'es2022', outDir: '../../build/map-harness', emptyOutDir: true } });
