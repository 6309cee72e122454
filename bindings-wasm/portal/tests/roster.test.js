// The units of a round: one is added, called otherwise, removed; what was typed for that outlives a reload.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { examples, file, visit } from "./browser.js";

const SET = join(examples, "district-par-index/criteria.json");
const ROUND = JSON.parse(readFileSync(join(examples, "district-par-index/synthetic-districts.json"), "utf8"));
const [ONE, OTHER] = ROUND.units;

const leaf = (page, id) => page.locator(`[id="leaf-${id}"]`);
const choice = (page) => page.locator(".unit-choice select");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const ready = (page) => page.locator(".summary output").waitFor();
const again = async (page) => (await page.reload(), await page.locator("main").waitFor());

async function opened(units = ROUND.units) {
  const page = await visit();
  await page.choose([SET, file({ ...ROUND, units })]);
  await ready(page);
  return page;
}

test("a unit is called otherwise: its forms stay, the id stays its own, and a reload finds it", async () => {
  // A unit may appraise another.
  const appraised = { stage: "appraisal", by: ONE.id, unit: ONE.id, at: "2027-01-15", facts: {} };
  const other = { ...OTHER, submissions: [...OTHER.submissions, appraised] };
  const page = await opened([ONE, other]);
  await leaf(page, "3.4").getByRole("radio", { name: "Không" }).check();
  await page.locator('[id="field/facts/plan_done"]').fill("36a");
  await press(page, "Sửa đơn vị");
  const id = page.getByLabel("Mã đơn vị");
  assert.equal(await id.inputValue(), ONE.id);
  await id.fill(OTHER.id);
  await press(page, "Lưu thay đổi");
  await page.getByText("đơn vị “Thị xã giả định 2” xuất hiện hai lần").waitFor();
  await page.getByText("mã này đã có trong đợt đánh giá").waitFor();
  assert.equal(await id.getAttribute("aria-invalid"), "true");
  assert.equal(await page.evaluate(() => document.activeElement.id), "unit-id");
  await page.picture("unit-1280");
  await page.accessible();
  await id.fill("thi-xa-moi");
  await page.getByLabel("Tên đơn vị").fill("Thị xã mới");
  await again(page);
  // What was typed is there, and nothing is changed yet.
  assert.deepEqual([await id.inputValue(), await choice(page).inputValue()], ["thi-xa-moi", ONE.id]);
  await press(page, "Lưu thay đổi");
  await ready(page);
  for (let round = 0; round < 2; round += 1) {
    assert.equal(await choice(page).locator("option:checked").textContent(), "Thị xã mới");
    assert.ok(await leaf(page, "3.4").getByRole("radio", { name: "Không" }).isChecked());
    assert.equal(await page.locator('[id="field/facts/plan_done"]').inputValue(), "36a");
    await again(page);
    await ready(page);
  }
  page.once("dialog", (dialog) => dialog.accept());
  const { units } = await page.saved();
  const by = units.map(({ submissions }) => submissions.map((one) => one.by));
  assert.deepEqual(by, [
    ["thi-xa-moi", ...ONE.submissions.slice(1).map((one) => one.by)],
    [...OTHER.submissions.map((one) => one.by), "thi-xa-moi"],
  ]);
  assert.equal(units[1].submissions.at(-1).unit, "thi-xa-moi");
  assert.equal(units[0].submissions[0].answers["3.4"], "no");
  assert.equal(units[0].submissions[0].at, ONE.submissions[0].at);
  await page.done();
});

test("a unit is removed when that is confirmed; without any, the round begins anew", async () => {
  const page = await opened([ONE, OTHER]);
  await leaf(page, "3.4").getByRole("radio", { name: "Không" }).check();
  await press(page, "Sửa đơn vị");
  const asked = [];
  page.on("dialog", (one) => void (asked.push(one.message()), asked.length > 1 ? one.accept() : one.dismiss()));
  await press(page, "Xóa đơn vị");
  assert.match(asked[0], /^Xóa “Thị xã giả định 1” khỏi đợt đánh giá\?/);
  assert.equal(await choice(page).locator("option").count(), 2);
  await press(page, "Xóa đơn vị");
  await ready(page);
  assert.deepEqual(await choice(page).locator("option").allTextContents(), [OTHER.name]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await again(page);
  await ready(page);
  const saved = await page.saved();
  assert.deepEqual(saved.units, [OTHER]);
  await press(page, "Sửa đơn vị");
  await press(page, "Xóa đơn vị");
  await page.getByRole("heading", { name: "Đợt đánh giá mới" }).waitFor();
  assert.equal(await page.locator(".steps").count(), 0);
  await page.accessible();
  await again(page);
  // Its id is free, and nothing of it is left.
  await page.getByLabel("Mã đơn vị").fill(ONE.id);
  await press(page, "Bắt đầu");
  await ready(page);
  assert.ok(!(await leaf(page, "3.4").getByRole("radio", { name: "Không" }).isChecked()));
  assert.deepEqual((await page.saved()).units, [{ id: ONE.id, group: "town" }]);
  await page.done();
});

test("a form for a new unit that is filled in part outlives a reload, until it is left", async () => {
  const page = await opened([ONE, OTHER]);
  await press(page, "Thêm đơn vị");
  await page.getByLabel("Mã đơn vị").fill("huyen-9");
  await page.getByLabel("Khối").selectOption("rural");
  await again(page);
  assert.equal(await page.getByLabel("Mã đơn vị").inputValue(), "huyen-9");
  assert.equal(await page.getByLabel("Khối").inputValue(), "rural");
  await page.getByLabel("Tên đơn vị").fill("Huyện chín");
  await press(page, "Bắt đầu");
  await ready(page);
  await press(page, "Thêm đơn vị");
  assert.equal(await page.getByLabel("Mã đơn vị").inputValue(), "");
  await page.getByLabel("Mã đơn vị").fill("huyen-10");
  await press(page, "Hủy");
  await ready(page);
  await press(page, "Thêm đơn vị");
  assert.equal(await page.getByLabel("Mã đơn vị").inputValue(), "");
  assert.equal((await page.saved()).units.at(-1).name, "Huyện chín");
  await page.done();
});
