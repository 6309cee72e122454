// What is wrong in a round, and what is typed wrong: it stands beside its field, and no file is saved without a word.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { examples, file, visit } from "./browser.js";

const SET = join(examples, "district-par-index/criteria.json");
const ROUND = JSON.parse(readFileSync(join(examples, "district-par-index/synthetic-districts.json"), "utf8"));
const [ONE, OTHER] = ROUND.units;

const field = (page, place) => page.locator(`[id="field${place}"]`);
const leaf = (page, id) => page.locator(`[id="leaf-${id}"]`);
const yes = (page, id) => leaf(page, id).getByRole("radio", { name: "Có" });
const step = (page, name) => page.locator(".steps").getByRole("button", { name }).click();

async function opened(round) {
  const page = await visit();
  await page.choose([SET, file(round)]);
  await page.locator(".summary output").waitFor();
  return page;
}

const self = (said) => ({
  ...ROUND,
  units: [{ ...ONE, submissions: [{ stage: "self", by: ONE.id, at: "2026-12-18T10:00", ...said }] }, OTHER],
});

test("a wrong answer in a file stands beside its field, and the others are in the form", async () => {
  const page = await opened(
    self({ answers: { "1.1.2": "maybe", "1.1.3": "yes", 5.1: { disciplined: "x" } }, facts: { plan_done: "38a" } }),
  );
  assert.ok(await yes(page, "1.1.3").isChecked());
  assert.match(await leaf(page, "1.1.2").locator(".problems").textContent(), /maybe/);
  assert.match(await leaf(page, "1.1.4").textContent(), /“38a” không phải số/);
  assert.equal(await field(page, "/answers/5.1/disciplined").getAttribute("aria-invalid"), "true");
  assert.match(await page.locator(".summary").textContent(), /Cần sửa 3/);
  await page.accessible();
  await yes(page, "1.1.2").check();
  await field(page, "/facts/plan_done").fill("38");
  await field(page, "/answers/5.1/disciplined").fill("1");
  const { answers, facts } = (await page.saved()).units[0].submissions[0];
  assert.deepEqual([answers["1.1.2"], answers["1.1.3"], facts.plan_done], ["yes", "yes", "38"]);
  await page.done();
});

test("a day that is refused is not in the round, and the page says so before it saves", async () => {
  const page = await opened(self({ answers: { "1.1.3": "yes" } }));
  const asked = [];
  page.on("dialog", (dialog) => void (asked.push(dialog.message()), dialog.accept()));
  const day = page.getByLabel("Ngày chấm");
  for (const text of ["abc", "32/13/2026", "Tháng 3", "18/12/26"]) {
    await day.fill(text);
    await day.blur();
    assert.equal(await day.inputValue(), text);
    assert.equal(await page.getByLabel("Giờ").inputValue(), "10:00");
    await page.locator("#party-problems .problem").first().waitFor();
    assert.equal((await page.saved()).units[0].submissions[0].at, "2026-12-18T10:00", text);
    assert.match(asked.at(-1), /^1 ô chưa được nhận/);
  }
  await day.fill("19/12/2026");
  assert.equal((await page.saved()).units[0].submissions[0].at, "2026-12-19T10:00");
  assert.equal(asked.length, 4);
  await page.done();
});

test("a round that the command line refuses is not saved without a question", async () => {
  const page = await opened({ ...ROUND, units: [ONE, OTHER] });
  await step(page, "Thẩm định");
  const asked = [];
  page.on("dialog", (dialog) => void (asked.push(dialog.message()), dialog.accept()));
  await page.getByLabel("Người chấm").fill("van-phong-ubnd");
  await page.getByLabel("Người chấm").blur();
  await leaf(page, "3.4").getByRole("radio", { name: "Không" }).check();
  // Wherever one looks.
  await page.locator(".unit-choice select").selectOption(OTHER.id);
  await page.saved();
  assert.match(asked[0], /^Đợt đánh giá còn \d+ lỗi, nên tệp chưa chấm điểm được\. Vẫn lưu\?$/);
  await page.done();
});

test("what another party handed in wrong does not hide a later form: it is named, and one goes there", async () => {
  const wrong = structuredClone(ONE);
  const [own, , appraised] = wrong.submissions;
  Object.assign(own.answers, { "1.1.2": "maybe", 5.1: { disciplined: "x" } });
  own.facts.plan_done = "38a";
  appraised.answers["1.2.2"] = "perhaps";
  const page = await opened({ ...ROUND, units: [wrong, OTHER] });
  await step(page, "Thẩm định");
  await page.getByLabel("Người chấm").fill("van-phong-ubnd");
  await page.getByLabel("Người chấm").blur();
  await page.locator(".summary output").waitFor();
  const told = page.getByRole("status", { name: /^Phiếu trước còn lỗi/ });
  const words = await told.getByRole("listitem").allTextContents();
  assert.equal(words.length, 4);
  for (const [at, said] of [
    [0, /^Tự chấm, Thị xã giả định 1Nhiệm vụ hoàn thành: “38a” không phải số/],
    [1, /1\.1\.2 Xác định đủ nhiệm vụ và bố trí kinh phí: “maybe” không phải lựa chọn.*“Không”, “Có”/],
    [2, /5\.1 Kỷ luật, kỷ cương: “x” không phải số lần/],
    [3, /^Thẩm định, Thị xã giả định 1, so-noi-vu1\.2\.2 .*“perhaps” không phải lựa chọn/],
  ])
    assert.match(words[at], said);
  await page.picture("amiss-1280");
  await page.accessible();
  // What is right goes on: an own answer is taken, and nothing of the others is lost.
  await leaf(page, "3.4").getByRole("radio", { name: "Không" }).check();
  assert.equal(await leaf(page, "3.4").locator(".points-now strong").textContent(), "0");
  await field(page, "/answers/3.4:reason").fill("Chưa niêm yết");
  // The result names the same places.
  await step(page, "Kết quả, xếp hạng");
  const result = page.getByRole("status", { name: /^Chưa xếp hạng được/ });
  await result.waitFor();
  await page.picture("amiss-result-1280");
  await page.accessible();
  await result.getByRole("button", { name: /so-noi-vu/ }).click();
  await page.waitForFunction(() => document.activeElement.id === "field/answers/1.2.2");
  assert.equal(await page.getByLabel("Người chấm").inputValue(), "so-noi-vu");
  await leaf(page, "1.2.2").getByRole("radio", { name: "Không" }).check();
  await told.getByRole("button").nth(1).click();
  await page.waitForFunction(() => document.activeElement.id === "field/answers/1.1.2");
  await yes(page, "1.1.2").check();
  await field(page, "/answers/5.1/disciplined").fill("1");
  await field(page, "/facts/plan_done").fill("38");
  await step(page, "Thẩm định");
  await page.locator(".summary output").waitFor();
  assert.equal(await told.count(), 0);
  const [{ submissions }] = (await page.saved()).units;
  assert.equal(submissions.length, ONE.submissions.length + 1);
  assert.equal(submissions.at(-1).answers["3.4"].reason, "Chưa niêm yết");
  await page.done();
});
