// What an official does: fills the form, appraises with a reason, sits in the council; digits against the command line.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { built, comma, examples, scored, visit } from "./browser.js";

const SET = join(examples, "district-par-index/criteria.json");

const FACTS = {
  plan_done: "38",
  plan_tasks: "40",
  communes_inspected: "4",
  communes: "20",
  documents_on_time: "18",
  documents_assigned: "20",
  dossiers_on_time: "4750",
  dossiers_finished: "5000",
  dossiers_online: "1200",
  dossiers_received: "6000",
  training_done: "45",
  training_planned: "50",
  disbursed: "184000,5",
  budget: "200000",
  recommendations_done: "0",
  recommendations: "0",
  signed: "900",
  outgoing: "1000",
};

const leaf = (page, id) => page.locator(`[id="leaf-${id}"]`);
const unit = (page, id) => page.locator(".unit-choice select").selectOption(id);
const step = (page, name) => page.locator(".steps").getByRole("button", { name }).click();
const field = (page, place) => page.locator(`[id="field${place}"]`);

async function example(options) {
  const page = await visit(options);
  await page.getByRole("button", { name: /Mở ví dụ|Open the example/ }).click();
  await page.locator(".summary output").waitFor();
  return page;
}

async function fillSelf(page) {
  await unit(page, "rural-2");
  await page.getByLabel("Ngày chấm").fill("18/12/2026");
  await page.getByLabel("Giờ").fill("15h30");
  for (const [id, value] of Object.entries(FACTS)) await field(page, `/facts/${id}`).fill(value);
  await leaf(page, "1.1.1").getByRole("radio", { name: "Kịp thời", exact: false }).first().check();
  await field(page, "/answers/1.1.1:evidence").fill("KH 12/KH-UBND");
  for (const id of ["1.1.2", "1.1.3", "1.2.1", "3.4", "4.1", "7.3"])
    await leaf(page, id).getByRole("radio", { name: "Có" }).check();
  await leaf(page, "2.2").getByLabel("Không phát sinh").check();
  for (const item of ["Bố trí đủ", "Đủ cơ sở", "Xin lỗi"]) await leaf(page, "3.3").getByLabel(item).check();
  await field(page, "/answers/4.2").fill("2,5");
  await field(page, "/answers/5.1/disciplined").fill("1");
  await leaf(page, "5.3").getByRole("radio", { name: "Đã trình" }).check();
  await field(page, "/answers/5.3:evidence").fill("TTr 5/TTr-UBND");
  await leaf(page, "7.2").getByLabel("Trang thông tin").check();
  await field(page, "/answers/B1/initiative").fill("3");
  await leaf(page, "B2").getByRole("radio", { name: "Không" }).check();
  await field(page, "/answers/P1/overdue").fill("2");
  await page
    .locator(".section")
    .getByRole("radiogroup", { name: "Người đứng đầu bị kỷ luật" })
    .getByLabel("Không")
    .check();
}

test("a district fills its form: points follow, nothing is missing, digits are those of the command line", async () => {
  const page = await example();
  await unit(page, "rural-2");
  assert.match(await page.locator(".summary").textContent(), /Còn thiếu/);
  await fillSelf(page);
  const round = await page.saved();
  const [one] = scored(SET, round, "--stage", "self").units.filter(({ id }) => id === "rural-2");
  const [{ total: expected, maximum, index, indicators }] = one.stages;
  assert.equal(await page.total(), `${comma(expected)} / ${comma(maximum)}`);
  assert.ok((await page.locator(".figures").textContent()).includes(`${comma(index)} %`));
  for (const { id, points } of indicators) {
    if (points === undefined || (await leaf(page, id).count()) === 0) continue;
    assert.equal(await leaf(page, id).locator(".points-now strong").textContent(), comma(points), id);
  }
  const summary = await page.locator(".summary").textContent();
  assert.doesNotMatch(summary, /Còn thiếu|Cần sửa/);
  // What is answered is not all: the survey and what the appraiser alone scores come later.
  assert.match(summary, /Đã chấm (\d+) \/ \1 mục9 mục chờ bước sau/);
  assert.equal(await page.getByLabel("Ngày chấm").inputValue(), "18/12/2026");
  assert.equal(round.units.find(({ id }) => id === "rural-2").submissions.at(-1).at, "2026-12-18T15:30");
  await page.picture("self-1280");
  await page.accessible();
  await page.done();
});

test("what is typed outlives a reload, refused things too, and their messages change with the language", async () => {
  const page = await example();
  await unit(page, "rural-2");
  await leaf(page, "4.1").getByRole("radio", { name: "Có" }).check();
  await field(page, "/answers/4.2").fill("2,3");
  await field(page, "/facts/plan_done").fill("38a");
  await field(page, "/facts/plan_tasks").fill("1.500");
  await field(page, "/facts/plan_tasks").blur();
  const before = await page.total();
  for (let round = 0; round < 2; round += 1) {
    assert.match(await leaf(page, "4.2").textContent(), /2,3 không đúng bước 0,5 tính từ 0/);
    assert.match(await leaf(page, "1.1.4").textContent(), /“38a” không phải số/);
    assert.match(await leaf(page, "1.1.4").textContent(), /“1\.500” có thể hiểu là 1500 hoặc 1,5\./);
    assert.equal(await field(page, "/answers/4.2").inputValue(), "2,3");
    assert.equal(await field(page, "/answers/4.2").getAttribute("aria-invalid"), "true");
    assert.equal(await field(page, "/facts/plan_tasks").inputValue(), "1.500");
    assert.ok(await leaf(page, "4.1").getByRole("radio", { name: "Có" }).isChecked());
    assert.equal(await page.total(), before);
    await page.reload();
    await page.locator(".summary output").waitFor();
  }
  await page.getByRole("button", { name: "English" }).click();
  assert.match(await leaf(page, "4.2").textContent(), /2\.3 is not/);
  assert.match(await leaf(page, "1.1.4").textContent(), /“1\.500” can mean 1500 or 1\.5\./);
  assert.match(await page.locator(".summary").textContent(), /3 to mend/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.accessible();
  // What was refused is not in the file, and the page says so.
  page.once("dialog", (dialog) => dialog.accept());
  const round = await page.saved();
  assert.deepEqual(round.units.find(({ id }) => id === "rural-2").submissions.at(-1), {
    stage: "self",
    by: "rural-2",
    answers: { 4.1: "yes" },
  });
  await page.done();
});

test("an appraiser adjusts with a reason; self stands beside appraised", async () => {
  const page = await example();
  await step(page, "Thẩm định");
  await page.getByLabel("Người chấm").fill("van-phong-ubnd");
  await page.getByLabel("Người chấm").blur();
  assert.equal(await leaf(page, "1.1.1").count(), 0, "another department's part is not shown");
  await page.getByLabel("Ngày chấm").fill("16/1/2027");
  assert.match(await leaf(page, "3.4").textContent(), /Tự chấmCóThị xã giả định 1, 18\/12\/2026 15:30/);
  await leaf(page, "3.4").getByRole("radio", { name: "Không" }).check();
  assert.match(await leaf(page, "3.4").textContent(), /được điều chỉnh từ Có thành Không mà không có lý do/);
  assert.equal(await leaf(page, "3.4").locator(".points-now strong").textContent(), "0");
  assert.match(await leaf(page, "3.4").locator(".points-before").textContent(), /Tự chấm 2/);
  await field(page, "/answers/3.4:reason").fill("Chưa niêm yết tại trụ sở");
  assert.doesNotMatch(await leaf(page, "3.4").textContent(), /mà không có lý do/);
  const round = await page.saved();
  const [one] = scored(SET, round, "--stage", "appraisal").units;
  assert.equal(await page.total(), `${comma(one.stages[1].total)} / 100`);
  const mine = one.adjustments.find(({ indicator }) => indicator === "3.4");
  assert.deepEqual(
    [mine.from, mine.to, mine.by, mine.at, mine.reason],
    ["yes", "no", "van-phong-ubnd", "2027-01-16", "Chưa niêm yết tại trụ sở"],
  );
  await page.picture("appraisal-1280");
  await page.accessible();
  await leaf(page, "3.4")
    .getByRole("button", { name: /Trở lại/ })
    .click();
  assert.equal(await leaf(page, "3.4").locator(".points-now strong").textContent(), "2");
  await page.done();
});

test("the council sets points and the class; rank and chart follow", async () => {
  const page = await example();
  await unit(page, "town-3");
  await step(page, "Hội đồng");
  await page.getByLabel("Người chấm").fill("hoi-dong");
  await page.getByLabel("Người chấm").blur();
  await page.getByLabel("Ngày chấm").fill("28.01.2027");
  await field(page, "/points/3.4").fill("1,5");
  assert.match(await leaf(page, "3.4").textContent(), /lý do/);
  await field(page, "/points/3.4:reason").fill("Niêm yết thiếu một thủ tục");
  await field(page, "/class").selectOption("khá");
  await field(page, "/class:reason").fill("Theo biên bản họp");
  const round = await page.saved();
  const results = scored(SET, round);
  const one = results.units.find(({ id }) => id === "town-3");
  assert.equal(await page.total(), `${comma(one.stages[2].total)} / 100`);
  assert.equal(one.class, "khá");
  const [place] = one.ranks;
  await page.locator(".figures").getByText(`${place.rank} / ${place.of}`, { exact: true }).first().waitFor();
  await page.picture("council-1280");
  await page.accessible();
  await step(page, "Kết quả, xếp hạng");
  for (const { id, name, stages, ranks = [] } of results.units) {
    const row = page.locator(".standings tr").filter({ has: page.locator("th", { hasText: name }) });
    const cells = (await row.locator("td").allTextContents()).map((text) => text.replace(/^.*: /, "").trim());
    const last = stages.at(-1);
    assert.deepEqual(
      [cells[0], cells[1], /^(–|[\d,]+)/.exec(cells[3])[0]],
      [comma(last.total), comma(last.index), ranks[0] === undefined ? "–" : comma(ranks[0].rank)],
      id,
    );
    const decided = ranks[0]?.broken_by ?? [];
    assert.equal(
      /phân định theo điểm (\S+) \(/.exec(cells[3])?.[1],
      decided[0]?.slice("points('".length, -"')".length),
      id,
    );
    const shared = ranks[0]?.tied_with?.map((other) => results.units.find((one) => one.id === other).name);
    assert.equal(/đồng hạng với (.*)$/.exec(cells[3])?.[1], shared?.join(", "), id);
  }
  assert.match(await page.locator(".standings").last().textContent(), /đồng hạng với Huyện giả định/);
  for (const { mean } of results.groups) assert.ok((await page.locator(".result").textContent()).includes(comma(mean)));
  assert.equal(await page.locator(".chart svg").count(), 2);
  await page.picture("result-1280");
  await page.accessible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.picture("result-390");
  await page.accessible();
  await page.done();
});

test("the ledger of any point opens in the language of the page", async () => {
  const page = await example();
  await step(page, "Hội đồng");
  await leaf(page, "3.2").locator(".points-now").click();
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.textContent(), /1,6 → 2 · hoi-dong · Hội đồng/);
  await page.accessible();
  await page.picture("ledger-1280");
  await dialog.getByRole("button", { name: "Lên một cấp" }).click();
  assert.match(await dialog.textContent(), /Cải cách thủ tục hành chính/);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "English" }).click();
  await page.locator(".figure").click();
  assert.match(await dialog.textContent(), /Ledger.*Total.*Appraised part.*55\.2/s);
  await page.done();
});

test("the form is printed as a paper form", async () => {
  const page = await example();
  await step(page, "Thẩm định");
  await page.emulateMedia({ media: "print" });
  const paper = page.locator(".paper");
  assert.ok(await paper.isVisible());
  assert.ok(!(await page.locator(".screen").isVisible()));
  const text = await paper.textContent();
  for (const words of [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHIẾU CHẤM ĐIỂM",
    "Tự chấm",
    "Hai nhiệm vụ chưa có sản phẩm",
    "85,1",
    "NGƯỜI LẬP PHIẾU",
    "giả định",
  ]) {
    assert.ok(text.includes(words), words);
  }
  await page.setViewportSize({ width: 660, height: 1000 });
  const broken = await paper.locator("tbody td:first-child").evaluateAll(
    (cells) =>
      cells.filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
      }).length,
  );
  assert.equal(broken, 0, "numbers are broken over lines");
  const pdf = await page.pdf({ path: join(built, "paper.pdf"), preferCSSPageSize: true });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  const pages = readFileSync(join(built, "paper.pdf"), "latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages >= 2 && pages <= 5, `${pages} pages`);
  await page.done();
});

test("the result is printed as a list with ranks and what decided them", async () => {
  const page = await example();
  const { units } = scored(SET, await page.saved());
  await step(page, "Kết quả, xếp hạng");
  await page.getByText("Theo bước Hội đồng").waitFor();
  const town = page
    .locator(".standings tbody tr")
    .filter({ has: page.locator("th", { hasText: "Thị xã giả định 2" }) });
  assert.match(await town.textContent(), /phân định theo điểm A \(Phần thẩm định/);
  await page.picture("result-of-example-1280");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.picture("result-of-example-390");
  await page.accessible();
  assert.ok(await page.getByRole("button", { name: "In", exact: true }).isEnabled());
  await page.emulateMedia({ media: "print" });
  const paper = page.locator(".paper");
  assert.equal(await paper.count(), 1);
  assert.ok(!(await page.locator(".screen").isVisible()));
  assert.match(await paper.textContent(), /KẾT QUẢ CHẤM ĐIỂM, XẾP HẠNG.*Kỳ 2026 – theo bước Hội đồng.*giả định/s);
  for (const { name, stages, ranks = [] } of units) {
    const row = paper.locator("tbody tr").filter({ has: page.locator("th", { hasText: name }) });
    const cells = await row.locator("td").allTextContents();
    const places = [0, 1].map((at) => (ranks[at] === undefined ? "–" : comma(ranks[at].rank)));
    assert.deepEqual(
      [cells[1], cells[2], cells[4], cells[5]],
      [comma(stages.at(-1).total), comma(stages.at(-1).index), ...places],
    );
  }
  assert.match(await paper.textContent(), /phân định theo điểm A.*đồng hạng với.*Không gửi báo cáo tự chấm/s);
  // No heading is broken inside its words.
  await page.setViewportSize({ width: 660, height: 1000 });
  for (const name of ["vi", "en"]) {
    const narrow = await paper.locator("thead th").evaluateAll(
      (cells) =>
        cells.filter((cell) => {
          const range = document.createRange();
          return cell.textContent.split(" ").some((word) => {
            const at = cell.textContent.indexOf(word);
            range.setStart(cell.firstChild, at);
            range.setEnd(cell.firstChild, at + word.length);
            return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
          });
        }).length,
    );
    assert.equal(narrow, 0, name);
    if (name === "en") break;
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("At the stage Council").waitFor();
    await page.emulateMedia({ media: "print" });
    await paper.getByText("RESULT AND RANKS").waitFor();
  }
  await page.pdf({ path: join(built, "result.pdf"), preferCSSPageSize: true });
  await page.done();
});

test("nothing of the page is in another language, nor in the marks of its makers", async () => {
  const page = await example();
  for (const view of ["Tự chấm", "Thẩm định", "Hội đồng", "Kết quả, xếp hạng"]) {
    await step(page, view);
    await page.locator(".section").first().waitFor();
    const text = await page.locator("body").innerText();
    assert.doesNotMatch(text, /\[[A-Z]\w*\]|\[synthetic\]|Synthetic|\bpoints\b|\bread\b/);
    assert.match(text, /giả định/);
  }
  await step(page, "Tự chấm");
  assert.match(await leaf(page, "1.1.4").textContent(), /Căn cứ: .*trên 90: 2.*\(theo văn bản\)/);
  await page.done();
});

test("days are written as offices write them, whatever the browser speaks", async () => {
  const page = await example({ locale: "en-US" });
  const day = page.getByLabel("Ngày chấm");
  assert.equal(await day.inputValue(), "18/12/2026");
  assert.equal(await page.getByLabel("Giờ").inputValue(), "15:30");
  await day.fill("31/2/2026");
  await day.blur();
  assert.match(await page.locator(".party").textContent(), /“31\/02\/2026 15:30” không phải ngày/);
  await day.fill("5-12-2026");
  await day.blur();
  assert.equal(await day.inputValue(), "05/12/2026");
  assert.equal(await page.locator(".party .problem").count(), 0);
  await page.getByRole("button", { name: "English" }).click();
  assert.equal(await page.getByLabel("Date").inputValue(), "2026-12-05");
  await page.done();
});

test("by keyboard alone, on a phone", async () => {
  const page = await visit({ width: 390, height: 844 });
  await page.picture("start-390");
  await page.accessible();
  await page.getByRole("button", { name: "Mở ví dụ" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".summary output").waitFor();
  await unit(page, "rural-2");
  // The first control after the date of the form is that of 1.1.1; what is reached is asked of the page.
  await page.getByLabel("Ngày chấm").focus();
  const focused = () => page.evaluate(() => document.activeElement?.id);
  for (let pressed = 0; (await focused()) !== "field/answers/1.1.1"; pressed += 1) {
    assert.ok(pressed < 400, "the first answer is not reached by Tab");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  assert.equal(await leaf(page, "1.1.1").locator(".points-now strong").textContent(), "0,5");
  assert.match(await page.locator(".mini").textContent(), /0,5 \/ 100/);
  // What has the focus does not lie under the figures at the foot.
  for (let pressed = 0; pressed < 40; pressed += 1) {
    await page.keyboard.press("Tab");
    const covered = await page.evaluate(() => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      const foot = document.querySelector(".mini").getBoundingClientRect().top;
      return bottom - top < foot && bottom > foot ? document.activeElement.outerHTML : "";
    });
    assert.equal(covered, "");
  }
  const steps = page.locator(".steps button");
  for (const one of await steps.all()) {
    const { x, width } = await one.boundingBox();
    assert.ok(x >= 0 && x + width <= 390, `${await one.textContent()} ends at ${x + width}`);
  }
  assert.ok(await page.locator(".steps").evaluate((nav) => nav.scrollWidth <= nav.clientWidth));
  await page.picture("self-390");
  await page.accessible();
  await page.done();
});
