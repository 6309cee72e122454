// What things are called on the page: titles for ids, words for codes, and ids that collide with words of the page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { examples, file, visit } from "./browser.js";

const SET = join(examples, "district-par-index/criteria.json");
const ROUND = JSON.parse(readFileSync(join(examples, "district-par-index/synthetic-districts.json"), "utf8"));

const field = (page, place) => page.locator(`[id="field${place}"]`);
const leaf = (page, id) => page.locator(`[id="leaf-${id}"]`);
const step = (page, name) => page.locator(".steps").getByRole("button", { name }).click();

/** Leaves that are called as the figures of a unit, and stages as views of the page. */
const COLLIDING = {
  format: 1,
  id: "colliding",
  version: "1",
  stages: [{ id: "result" }, { id: "new" }],
  tree: [
    { id: "total", title: { vi: "Mục thứ nhất" }, max: 1, scale: "yes_no" },
    {
      id: "class",
      title: { vi: "Mục thứ hai" },
      max: 4,
      scale: { bands: [{ id: "x", from: 1, points: 4 }, { points: 0 }] },
    },
    { id: "class-band", title: { vi: "Mục thứ ba" }, max: 1, scale: { entered: { from: 0, to: 1 } } },
    {
      id: "index",
      title: { vi: "Nhóm" },
      children: [{ id: "class-evidence", title: { vi: "Mục thứ tư" }, max: 1, scale: "yes_no" }],
    },
  ],
  classes: { bands: [{ id: "good", title: { vi: "Tốt" }, from: 50 }, { id: "bad" }] },
  rounding: { index: { digits: 2 } },
};

test("ids that are words of the page are told apart", async () => {
  const page = await visit();
  const said = {
    stage: "result",
    by: "u",
    answers: { total: "yes", class: "2", "class-band": "1", "class-evidence": "no" },
  };
  const units = [{ id: "u", submissions: [said] }];
  const round = { format: 1, criteria_set: { id: "colliding", version: "1" }, period: { id: "2026" }, units };
  await page.choose([file(COLLIDING), file(round)]);
  await page.locator(".summary output").waitFor();
  const dialog = page.getByRole("dialog");
  const headings = async () => (await dialog.locator("h3 > span").allTextContents()).map((text) => text.trim());
  const open = async (id) => {
    await leaf(page, id).locator(".points-now").click();
    const found = await headings();
    await page.keyboard.press("Escape");
    return found;
  };
  assert.deepEqual(await open("total"), ["total Mục thứ nhất"]);
  assert.deepEqual(await open("class"), ["class Mục thứ hai"]);
  await page.locator(".figure").click();
  assert.deepEqual(await headings(), ["Tổng điểm", "Chỉ số (%)", "Xếp loại"]);
  assert.equal(await dialog.getByRole("button", { name: "Lên một cấp" }).count(), 0);
  await dialog.getByRole("button", { name: "Nhóm" }).click();
  assert.deepEqual(await headings(), ["index Nhóm"]);
  await dialog.getByRole("button", { name: "Lên một cấp" }).click();
  assert.deepEqual(await headings(), ["Tổng điểm", "Chỉ số (%)", "Xếp loại"]);
  await page.keyboard.press("Escape");
  // One field each.
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  assert.deepEqual(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
  );
  await leaf(page, "class")
    .getByRole("button", { name: /^Thêm minh chứng/ })
    .click();
  await page.keyboard.type("QĐ 1");
  await field(page, "/answers/class:band").selectOption("x");
  assert.equal(await field(page, "/answers/class-band").inputValue(), "1");
  const steps = page.locator(".steps button");
  await steps.nth(1).click();
  assert.match(page.url(), /#u\/new$/);
  await page.locator(".summary output").waitFor();
  await steps.nth(2).click();
  await page.locator(".standings").waitFor();
  assert.equal(await page.locator(".steps [aria-current]").count(), 1);
  await page.reload();
  await page.locator(".standings").waitFor();
  await steps.nth(0).click();
  const { answers } = (await page.saved()).units[0].submissions[0];
  assert.deepEqual(answers.class, { value: { band: "x" }, evidence: "QĐ 1" });
  assert.equal(answers["class-band"], "1");
  await page.done();
});

test("a ledger names facts, answers and units, and no ids of theirs", async () => {
  const page = await visit();
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await page.locator(".summary output").waitFor();
  await step(page, "Hội đồng");
  const dialog = page.getByRole("dialog");
  const ledger = async (open) => {
    await open.click();
    const text = await dialog.textContent();
    await page.keyboard.press("Escape");
    return text;
  };
  const online = await ledger(leaf(page, "3.2").locator(".points-now"));
  assert.match(online, /“Hồ sơ nộp trực tuyến” \/ “Hồ sơ tiếp nhận” × 100 = 1200 \/ 6000 × 100 = 20/);
  assert.match(online, /1200 · Thị xã giả định 1 · Tự chấm · 18\/12\/2026/);
  assert.match(await ledger(leaf(page, "3.3").locator(".points-now")), /Trả lờiBố trí đủ[^·]*; Đủ cơ sở/);
  assert.match(await ledger(page.locator(".figure")), /chỉ số = 85,5 · ≥ 80, < 90 → Tốt/);
  // Not one id of the set or of a unit stands where it has a name.
  const { facts } = JSON.parse(readFileSync(SET, "utf8"));
  const ids = [...facts.map(({ id }) => id), ...ROUND.units.map(({ id }) => id)];
  const named = new RegExp(`(?<![\\p{L}\\d_-])(${ids.join("|")})(?![\\p{L}\\d_-])`, "u");
  await page.locator(".figure").click();
  for (const name of ["Phần thẩm định", "Cải cách thủ tục hành chính"])
    await dialog.getByRole("button", { name }).click();
  const entries = await dialog.locator("tbody th button").allTextContents();
  for (const entry of entries) {
    await dialog.getByRole("button", { name: entry, exact: true }).click();
    assert.doesNotMatch(await dialog.textContent(), named, entry);
    await dialog.getByRole("button", { name: "Lên một cấp" }).click();
  }
  await page.keyboard.press("Escape");
  for (const view of ["Tự chấm", "Thẩm định", "Hội đồng", "Kết quả, xếp hạng"]) {
    await step(page, view);
    assert.doesNotMatch(await page.locator("main").innerText(), named, view);
  }
  await page.done();
});

test("problems speak of choices, days and stages as the form has them", async () => {
  const page = await visit();
  const [one, other] = ROUND.units;
  const said = { ...one.submissions[0], answers: { "1.1.1": "tardy", 3.3: ["desk"], 4.1: ["x"] }, at: "2026-12-30" };
  await page.choose([SET, file({ ...ROUND, units: [{ ...one, submissions: [said] }, other] })]);
  await page.locator(".summary output").waitFor();
  assert.match(
    await page.locator(".party").textContent(),
    /30\/12\/2026 nằm ngoài 01\/12\/2026 … 20\/12\/2026 17:00, thời hạn của bước “Tự chấm”/,
  );
  assert.match(await page.locator(".party").textContent(), /Ghi ngày chấm trong thời hạn của bước/);
  assert.match(await leaf(page, "1.1.1").textContent(), /Các lựa chọn: “Kịp thời”, “Không kịp thời”, “Không ban hành”/);
  assert.match(await leaf(page, "3.3").textContent(), /“desk” không phải lựa chọn.*“Bố trí đủ/);
  assert.match(await leaf(page, "4.1").textContent(), /được trả lời bằng Có hoặc Không, gặp một danh sách/);
  await page.accessible();
  await page.done();
});

test("a number that can be read in two ways is said with both, in either language", async () => {
  const page = await visit();
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await page.locator(".unit-choice select").selectOption("rural-2");
  const said = leaf(page, "1.1.4");
  await field(page, "/facts/plan_tasks").fill("1.500");
  await said.getByText("“1.500” có thể hiểu là 1500 hoặc 1,5.").waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await said.getByText("“1.500” can mean 1500 or 1.5.").waitFor();
  await field(page, "/facts/plan_tasks").fill("2,000");
  await said.getByText("“2,000” can mean 2000 or 2.").waitFor();
  await page.getByRole("button", { name: "Tiếng Việt" }).click();
  await said.getByText("“2,000” có thể hiểu là 2000 hoặc 2.").waitFor();
  await page.reload();
  await said.getByText("“2,000” có thể hiểu là 2000 hoặc 2.").waitFor();
  await field(page, "/facts/plan_tasks").fill("1.234.567,5");
  await said.getByText("không có dấu phân cách hàng nghìn: 1234567,5").waitFor();
  await field(page, "/facts/plan_tasks").fill("1500");
  assert.equal(await said.locator(".problem").count(), 0);
  await page.done();
});
