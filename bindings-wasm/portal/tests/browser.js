// A Chromium with the built page, served under its strict policy; and the command line beside it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";
import { preview } from "vite";

const executablePath = process.env.CHAMDIEM_CHROMIUM;
assert.ok(
  executablePath,
  "CHAMDIEM_CHROMIUM says where a Chromium is; `cargo xtask portal test` finds or installs one",
);
const cli = process.env.CHAMDIEM_CLI;
assert.ok(cli, "CHAMDIEM_CLI says where the command line is; `cargo xtask portal test` builds it");

/** Files that the tests write, and pictures to look at. */
export const built = fileURLToPath(new URL("built/", import.meta.url));
mkdirSync(built, { recursive: true });
export const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));

const root = fileURLToPath(new URL("..", import.meta.url));
const server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
export const address = `http://127.0.0.1:${server.httpServer.address().port}/`;
const quiet = [
  "no-sandbox",
  "disable-gpu",
  "disable-quic",
  "no-first-run",
  "disable-background-networking",
  "disable-sync",
];
// Machines that are busy with other work are slow, not broken.
const timeout = 120_000;
const browser = await chromium.launch({ executablePath, args: quiet.map((flag) => `--${flag}`), timeout });
const scratch = mkdtempSync(join(tmpdir(), "chamdiem-"));
after(async () => {
  await browser.close();
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
});

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A fresh browser at the page; what it complains of, and what it asks others for, fails the test. */
export async function visit({ width = 1280, height = 900, language = "vi", locale = "vi-VN", before, given } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale, acceptDownloads: true });
  context.setDefaultTimeout(timeout);
  // What the browser is like: a function of the page, and what it is given.
  if (before !== undefined) await context.addInitScript(before, given);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(`${error.stack}`));
  page.on(
    "request",
    (request) =>
      request.url().startsWith(address) || request.url().startsWith("blob:") || complaints.push(request.url()),
  );
  await page.goto(address);
  await page.locator("main").waitFor();
  if (language === "en") await page.getByRole("button", { name: "English" }).click();
  return Object.assign(page, {
    async done() {
      assert.deepEqual(complaints, []);
      await context.close();
    },
    /** No violation that axe knows of. */
    async accessible() {
      // Through the protocol, which the page's policy does not forbid.
      await page.evaluate(`${axe}; undefined`);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" ")).slice(0, 3)]),
        [],
      );
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
    },
    /** The total and its maximum, as they stand beside the form. */
    async total() {
      return (await page.locator(".figure strong").textContent()) + (await page.locator(".figure .of").textContent());
    },
    async picture(name) {
      await page.screenshot({ path: join(built, `${name}.png`), fullPage: true });
    },
    async choose(files) {
      await page.locator("input[type=file]").first().setInputFiles(files);
    },
    /** The round as the page saves it. */
    async saved() {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: /^(Lưu tệp|Save file)$/ }).click(),
      ]);
      return JSON.parse(await readFile(await download.path(), "utf8"));
    },
  });
}

let files = 0;

/** A file with this content. */
export function file(content, name = `${(files += 1)}.json`) {
  const path = join(scratch, name);
  const whole = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(path, whole ? content : JSON.stringify(content));
  return path;
}

/** What the command line makes of a set and a round. */
export function scored(set, round, ...options) {
  const arguments_ = [
    "score",
    set,
    typeof round === "string" ? round : file(round),
    "--format",
    "json",
    "--detail",
    "indicators",
    ...options,
  ];
  return JSON.parse(execFileSync(cli, arguments_, { encoding: "utf8", maxBuffer: 1 << 28 }));
}

/** A figure as Vietnamese readers see it. */
export function comma(figure) {
  return figure.replace("-", "−").replace(".", ",");
}
