import { defineConfig } from "vite";

// Flask serves the build; exchange/web/assets.py reads the manifest to find the hashed names.
export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  css: {
    preprocessorOptions: { scss: { loadPaths: ["node_modules"], quietDeps: true } },
    // GOV.UK Frontend carries old hacks that the minifier would otherwise refuse.
    lightningcss: { errorRecovery: true },
  },
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: true,
    // A strict content security policy allows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        site: "static/src/site/main.ts",
        room: "static/src/room/main.tsx",
        kept: "static/src/room/kept.tsx",
      },
    },
  },
});
