import { defineConfig } from "vite";

// What the page may do: run its own scripts and the module, ask its own server, and nothing else.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export default defineConfig({
  base: "./",
  build: { target: "es2022", assetsInlineLimit: 0 },
  worker: { format: "es" },
  preview: { headers: { "content-security-policy": policy } },
  // The example lies outside this folder.
  server: { fs: { allow: ["../.."] } },
});
