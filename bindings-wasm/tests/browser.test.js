// In a real Chromium: every conformance case, and the recipes.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";
import { build, createServer } from "vite";

import { serve } from "./serve.js";

const executablePath = process.env.CHAMDIEM_CHROMIUM;
assert.ok(executablePath, "CHAMDIEM_CHROMIUM says where a Chromium is; `cargo xtask test` finds or installs one");
const profile = await mkdtemp(join(tmpdir(), "chamdiem-"));
const quiet = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"];
const args = [...quiet, "disable-component-update", "disable-sync"].map((flag) => `--${flag}`);
// Machines that are busy with other work are slow, not broken.
const timeout = 300_000;
const browser = await chromium.launchPersistentContext(profile, { executablePath, args, timeout });
browser.setDefaultTimeout(timeout);
const closing = [() => browser.close(), () => rm(profile, { recursive: true, force: true })];
after(async () => {
  for (const close of closing) await close();
});

/** A server that is closed at the end. */
async function served(options) {
  const server = await serve(options);
  closing.push(() => server.close());
  return server.address;
}

/** A page at an address, and what it complained of. */
async function open(address) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(`${error}`));
  await page.goto(address);
  return { page, complaints };
}

/** The text of a place of the page, when it has come. */
async function shown({ page, complaints }, selector) {
  const text = await page
    .waitForFunction((place) => {
      const text = document.querySelector(place).textContent;
      return text !== "…" && text;
    }, selector)
    .then((found) => found.jsonValue())
    .catch((error) => assert.fail(`${complaints.join("\n")}\n${error}`));
  assert.deepEqual(complaints, []);
  return text;
}

const address = await served();

const { page } = await open(`${address}/recipes/page/`);
const found = await page.evaluate(async () => {
  const [chamdiem, { problem }] = await Promise.all([import("/chamdiem/web.js"), import("/tests/cases.js")]);
  await chamdiem.init();
  const cases = await (await fetch("/tests/built/cases.json")).json();
  return cases.map((one) => [one.name, problem(chamdiem, one)]);
});
test("there are cases", () => assert.ok(found.length >= 400, `${found.length} cases`));
for (const [name, problem] of found) test(`chromium: ${name}`, () => assert.equal(problem, undefined));

test("recipe: a plain page", async () => {
  assert.equal(await shown(await open(`${address}/recipes/page/`), "#total"), "118,4");
});

test("recipe: a worker", async () => {
  assert.equal(await shown(await open(`${address}/recipes/worker/`), "#total"), "118.4");
});

const policy = (words) => ({ headers: { "content-security-policy": `default-src 'none'; img-src data:; ${words}` } });

test("recipe: a page and a worker under a strict policy", async () => {
  const strict = await served(policy("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'"));
  assert.equal(await shown(await open(`${strict}/recipes/page/`), "#total"), "118,4");
  assert.equal(await shown(await open(`${strict}/recipes/worker/`), "#total"), "118.4");
});

test("without 'wasm-unsafe-eval' the page learns what is missing", async () => {
  const stricter = await served(policy("script-src 'self'; connect-src 'self'"));
  const { page, complaints } = await open(`${stricter}/recipes/page/`);
  while (complaints.length === 0) await page.waitForTimeout(20);
  assert.match(complaints.join("\n"), /wasm-unsafe-eval|unsafe-eval/);
});

test("the inline entry fetches nothing", async () => {
  const closed = await served(policy("script-src 'self' 'wasm-unsafe-eval'"));
  const { page, complaints } = await open(`${closed}/recipes/worker/page.js`);
  const version = await page.evaluate(async () => {
    const { init, version } = await import("/chamdiem/inline.js");
    await init();
    return version();
  });
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(complaints, []);
});

const root = fileURLToPath(new URL("../recipes/vite", import.meta.url));

/** What the Vite app shows, in the page and by its worker. */
async function judge(app) {
  assert.equal(await shown(app, "#total"), "118.4");
  assert.equal(await shown(app, "#worker"), "118.4");
}

test("recipe: a Vite app, built", async () => {
  const outDir = fileURLToPath(new URL("built/vite", import.meta.url));
  await build({ root, build: { outDir, emptyOutDir: true }, logLevel: "error" });
  await judge(await open(`${await served({ places: [["/", new URL("built/vite/", import.meta.url)]] })}/`));
});

test("recipe: a Vite app, as it is developed", async () => {
  const cacheDir = fileURLToPath(new URL("built/vite-cache", import.meta.url));
  const proxy = { "/criteria.json": address, "/round.json": address };
  const server = await createServer({ root, cacheDir, server: { host: "127.0.0.1", port: 0, hmr: false, proxy }, logLevel: "error" });
  closing.push(() => server.close());
  await server.listen();
  await judge(await open(`http://127.0.0.1:${server.httpServer.address().port}/`));
});
