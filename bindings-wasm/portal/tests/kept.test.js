// What the page takes and keeps: files that the command line refuses, a browser without room, two windows, a kept work
// that cannot be shown.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";

import { comma, examples, file, scored, visit } from "./browser.js";

const SET = join(examples, "district-par-index/criteria.json");
const ROUND = JSON.parse(readFileSync(join(examples, "district-par-index/synthetic-districts.json"), "utf8"));
const [ONE, OTHER] = ROUND.units;

const field = (page, place) => page.locator(`[id="field${place}"]`);
const leaf = (page, id) => page.locator(`[id="leaf-${id}"]`);
const unit = (page, id) => page.locator(".unit-choice select").selectOption(id);
const yes = (page, id) => leaf(page, id).getByRole("radio", { name: "Có" });
const ready = (page) => page.locator(".summary output").waitFor();

/** The round with these submissions of its first unit. */
const saying = (submissions) => ({ ...ROUND, units: [{ ...ONE, submissions }, OTHER] });
const self = (said) => saying([{ stage: "self", by: ONE.id, at: "2026-12-18T10:00", ...said }]);

async function example(options) {
  const page = await visit(options);
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await ready(page);
  return page;
}

test("a file that no form can show is refused with its problems, and is not kept", async () => {
  const page = await visit();
  const twice = JSON.stringify(self({ answers: { "1.1.2": "yes" } })).replace('"1.1.2":"yes"', '$&,"1.1.2":"no"');
  const long = JSON.stringify(self({ facts: { plan_done: "@" } })).replace('"@"', "38.00000000000000000001");
  const latin = Buffer.from(JSON.stringify({ ...ROUND, units: [{ ...ONE, name: "Huy\u00e9n" }] }), "latin1");
  // So many problems that a form shows that no other is told.
  const many = Array.from({ length: 1200 }, (_, at) => ({
    ...ONE,
    id: `u${at}`,
    submissions: [{ stage: "self", by: `u${at}`, answers: { "1.1.2": "maybe" } }],
  }));
  for (const [round, words] of [
    ['{"units":[]}', /key\.missing/],
    [{ ...ROUND, criteria_set: { id: "other", version: "9" }, units: [] }, /criteria_set_mismatch/],
    [{ ...ROUND, period: 5, units: [] }, /document\.type/],
    [saying({}), /document\.type/],
    [saying("x"), /document\.type/],
    [saying([null]), /document\.type/],
    [saying([{}]), /key\.missing/],
    [self({ at: 5 }), /document\.type/],
    [self({ answers: 5, facts: null }), /document\.type/],
    [saying([{ stage: "zzz", by: "q" }]), /stage\.unknown/],
    [self({ answers: { 99: 1 } }), /indicator\.unknown/],
    [{ ...ROUND, units: [...many, { ...ONE, id: "last", submissions: [null] }] }, /document\.type/],
    [twice, /key\.duplicate/],
    [long, /number\.inexact/],
    [latin, /json\.encoding/],
  ]) {
    await page.choose([SET, file(round)]);
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").textContent(), words);
    await page.getByRole("alert").getByRole("button").click();
    await page.reload();
    await page.getByRole("button", { name: "Mở ví dụ" }).waitFor();
  }
  await page.choose([SET, file({ ...ROUND, units: [] })]);
  await page.locator(".unit-form").waitFor();
  await page.done();
});

test("a kept work that cannot be shown is said so, and its files can be had", async () => {
  const page = await example();
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open("chamdiem-portal").onsuccess = ({ target: { result } }) => {
          const transaction = result.transaction("work", "readwrite");
          transaction.objectStore("work").put({ id: "1", criteria: "{", round: "kept", example: false }, "work");
          transaction.oncomplete = resolve;
        };
      }),
  );
  await page.reload();
  await page.getByText("Không mở lại được những gì trình duyệt đã giữ").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /json\.syntax/);
  await page.accessible();
  const downloads = [];
  page.on("download", (download) => downloads.push(download));
  await page.getByRole("button", { name: "Tải tệp đã giữ" }).click();
  while (downloads.length < 2) await page.waitForTimeout(50);
  const texts = await Promise.all(downloads.map(async (one) => readFile(await one.path(), "utf8")));
  assert.deepEqual(texts, ["{", "kept"]);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Xóa và bắt đầu lại" }).click();
  await page.getByRole("button", { name: "Mở ví dụ" }).waitFor();
  await page.done();
});

test("where the browser keeps nothing, the page works and says so", async () => {
  const deny = (name) =>
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  const full = () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  };
  for (const [before, given] of [
    [deny, "localStorage"],
    [deny, "indexedDB"],
    [deny, "BroadcastChannel"],
    [full, undefined],
  ]) {
    const page = await example({ before, given });
    await unit(page, "rural-2");
    await yes(page, "4.1").check();
    const told = await page.getByText("Trình duyệt này không giữ được").count();
    assert.equal(told, given === "localStorage" || given === "BroadcastChannel" ? 0 : 1);
    assert.equal(await page.getByText("được giữ trong trình duyệt này").count(), 1 - told);
    await page.accessible();
    await page.done();
  }
});

test("two windows with the same work do not overwrite each other", async () => {
  const page = await example();
  await unit(page, "rural-2");
  await yes(page, "4.1").check();
  const late = await page.context().newPage();
  await late.goto(page.url());
  await ready(late);
  await unit(late, "rural-2");
  await yes(page, "1.1.2").check();
  const said = "Phiếu này đã được sửa ở một cửa sổ khác";
  await late.getByText(said).waitFor();
  await yes(late, "1.1.3").check();
  // Another unit is another matter.
  await unit(late, "town-1");
  assert.equal(await late.getByText(said).count(), 0);
  await late.locator(".unit-choice select").selectOption("rural-2");
  await late.getByRole("button", { name: "Tải lại trang" }).click();
  await ready(late);
  for (const [id, on] of [
    ["4.1", true],
    ["1.1.2", true],
    ["1.1.3", false],
  ])
    assert.equal(await yes(late, id).isChecked(), on, id);
  // Another round is not mixed with what is typed into the first.
  late.once("dialog", (dialog) => dialog.accept());
  await late
    .locator("input[type=file]")
    .first()
    .setInputFiles([SET, file(saying([]))]);
  await page.getByText(said).waitFor();
  await yes(page, "7.3").check();
  await late.reload();
  await ready(late);
  assert.ok(!(await yes(late, "7.3").isChecked()));
  await page.done();
});

test("a day that is typed by half outlives a reload, in a field and at the head, and is judged then", async () => {
  const set = JSON.parse(readFileSync(SET, "utf8"));
  set.facts.push({ id: "held", title: { vi: "Ngày họp" }, type: "date" });
  const page = await visit();
  await page.choose([file(set), file({ ...ROUND, units: [OTHER] })]);
  await ready(page);
  const [held, day, time] = [field(page, "/facts/held"), page.getByLabel("Ngày chấm"), page.getByLabel("Giờ")];
  await held.click();
  await page.keyboard.type("18/1");
  // It is no mistake yet.
  assert.equal(await page.locator(".facts .problem").count(), 0);
  assert.doesNotMatch(await page.locator(".summary").textContent(), /Cần sửa/);
  await page.reload();
  await ready(page);
  assert.equal(await held.inputValue(), "18/1");
  await page.getByText("“18/1” không phải ngày").waitFor();
  await page.getByText("Viết ngày/tháng/năm, ví dụ 18/12/2026").first().waitFor();
  await held.fill("18/12/2026");
  assert.equal(await page.locator(".facts .problem").count(), 0);
  await day.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("19/12");
  await page.reload();
  await ready(page);
  assert.equal(await day.inputValue(), "19/12");
  assert.equal(await day.getAttribute("aria-invalid"), "true");
  await page.locator("#party-problems .problem").first().waitFor();
  await page.accessible();
  await day.fill("19/12/2026");
  await time.fill("8h3");
  await page.reload();
  await ready(page);
  assert.equal(await time.inputValue(), "8h3");
  await time.fill("8h30");
  await time.blur();
  const [{ submissions }] = (await page.saved()).units;
  assert.equal(submissions[0].at, "2026-12-19T08:30");
  assert.equal(submissions[0].facts.held, "2026-12-18");
  await page.done();
});

test("what was changed in the example is not put away unasked; what was not changed is", async () => {
  const page = await example();
  const asked = [];
  page.on("dialog", (dialog) => void (asked.push(dialog.message()), dialog.dismiss()));
  const other = [SET, file(saying([]))];
  await yes(page, "4.1").waitFor();
  await page.choose(other);
  await page.locator(".example").waitFor({ state: "detached" });
  assert.deepEqual(asked, []);
  await page.evaluate(() => (globalThis.confirm = () => true));
  await page.getByRole("button", { name: "Đóng đợt" }).click();
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await page.reload();
  await ready(page);
  await leaf(page, "4.1").getByRole("radio", { name: "Không" }).check();
  for (let round = 0; round < 2; round += 1) {
    await page.choose(other);
    while (asked.length <= round) await page.waitForTimeout(50);
    assert.match(asked[round], /^Mở đợt khác\?/);
    assert.ok(await leaf(page, "4.1").getByRole("radio", { name: "Không" }).isChecked());
    await page.reload();
    await ready(page);
  }
  await page.done();
});
