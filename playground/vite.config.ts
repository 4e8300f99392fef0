import locales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const outDir = 'dist/site';

/** Compresses files if that helps: the program embeds only these. httpd decompresses them for clients without gzip. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    for (const file of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|svg)$/.test(file)) continue;
      const bytes = readFileSync(join(outDir, file));
      if (bytes.length <= 1024) continue;
      writeFileSync(join(outDir, `${file}.gz`), gzipSync(bytes, { level: 9 }));
      rmSync(join(outDir, file));
    }
  },
};

export default defineConfig({
  logLevel: 'warn',
  base: '/playground/',
  plugins: [react(), locales.vite({ locales: ['da-DK', 'en-US'] }), compressed],
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0, // the policy allows no data: fonts
    chunkSizeWarningLimit: 5000, // the editor is what it is
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // GraphiQL's files say "use no memo" to a compiler that is not used here.
      onLog: (level, log, warn) => void (log.code === 'MODULE_LEVEL_DIRECTIVE' || warn(level, log)),
    },
  },
  worker: { format: 'es' },
});
