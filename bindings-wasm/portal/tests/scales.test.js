// A round that is begun here, with a leaf for every scale.

import assert from "node:assert/strict";
import test from "node:test";

import { comma, file, scored, visit } from "./browser.js";

const field = (page, place) => page.locator(`[id="field${place}"]`);

const SCALES = {
  format: 1,
  id: "scales",
  version: "1",
  title: { vi: "Mọi thang điểm", en: "Every scale" },
  facts: [
    { id: "done" },
    { id: "planned" },
    { id: "rate", formula: "percent(done, planned)" },
    { id: "held", type: "date" },
    { id: "head", type: "text" },
    { id: "met", type: "boolean" },
    { id: "sent", type: "datetime" },
    { id: "volume" },
    { id: "speed" },
  ],
  tables: [{ id: "cases", title: { vi: "Hồ sơ" }, columns: [{ id: "finished", type: "date" }] }],
  tree: [
    {
      id: "a",
      max: 2,
      measure: "rate",
      scale: {
        bands: [
          { id: "high", from: 90, points: 2 },
          { id: "low", points: 1 },
        ],
      },
    },
    { id: "b", max: 3, measure: "rate", scale: { proportional: { target: 100, cap: "max" } } },
    { id: "c", max: 10, measure: "rate / 10", scale: { value: { from: 0, to: 10, outside: "clamp" } } },
    {
      id: "d",
      max: 4,
      scale: {
        checklist: [
          { id: "one", points: 1 },
          {
            id: "two",
            items: [
              { id: "two-a", points: 2 },
              { id: "two-b", points: 1 },
            ],
          },
        ],
      },
    },
    {
      id: "e",
      max: 2,
      scale: {
        bands: [
          { id: "top", from: 5, points: 2 },
          { id: "rest", points: 0 },
        ],
      },
    },
    {
      id: "f",
      max: 3,
      scale: {
        matrix: {
          rows: {
            bands: [
              { id: "small", below: 5 },
              { id: "big", from: 5 },
            ],
          },
          columns: {
            bands: [
              { id: "slow", below: 5 },
              { id: "fast", from: 5 },
            ],
          },
          points: [
            [0, 1],
            [2, 3],
          ],
        },
      },
    },
    {
      id: "g",
      max: 3,
      scale: {
        matrix: {
          rows: {
            of: "volume",
            bands: [
              { id: "small", below: 5 },
              { id: "big", from: 5 },
            ],
          },
          columns: {
            of: "speed",
            bands: [
              { id: "slow", below: 5 },
              { id: "fast", from: 5 },
            ],
          },
          points: [
            [0, 1],
            [2, 3],
          ],
        },
      },
    },
    {
      id: "h",
      max: 9,
      scale: {
        interpolate: {
          knots: [
            [30, 0],
            [10, 9],
          ],
          outside: "clamp",
        },
      },
    },
    {
      id: "i",
      max: 5,
      scale: {
        tally: {
          base: { entered: { from: 0, to: 5 } },
          lines: [
            { id: "late", points: -0.5 },
            { id: "once", points: -1, once: true },
            {
              id: "kind",
              amount: {
                options: [
                  { id: "good", points: 0.5 },
                  { id: "poor", points: -0.5 },
                ],
              },
            },
          ],
        },
      },
    },
    { id: "j", max: 1, scale: { entered: { from: 0, to: 1, step: 0.25 } } },
    {
      id: "k",
      max: 2,
      scale: {
        options: [
          { id: "x", of_max: "1/3" },
          { id: "y", points: 2 },
        ],
      },
    },
    { id: "l", max: 1, scale: "yes_no", evidence: "required" },
    {
      id: "m",
      max: 1,
      measure: "met and sent >= '2026-01-01' and held >= '2026-01-01' and head != ''",
      scale: "yes_no",
    },
    { id: "n", max: 1, scale: "yes_no" },
    { id: "o", max: 6, scale: { relative: "share_of_best" } },
    { id: "p", max: 1, measure: "count(cases)", scale: { bands: [{ from: 1, points: 1 }, { points: 0 }] } },
  ],
  rounding: { points: { digits: 2 }, index: { digits: 2 } },
};

/** A set whose leaf compares the units, and the rows of one of them. */
const COMPARED = {
  format: 1,
  id: "compared",
  version: "1",
  tables: [
    {
      id: "cases",
      title: { vi: "Hồ sơ", en: "Cases" },
      columns: [
        { id: "number", title: { vi: "Mã hồ sơ", en: "Number" }, type: "text" },
        { id: "finished", type: "date" },
        { id: "late", title: { vi: "Trễ hạn", en: "Late" }, type: "boolean" },
        { id: "early", formula: "not late" },
      ],
    },
  ],
  tree: [
    { id: "a", max: 10, scale: { relative: "share_of_best" } },
    {
      id: "b",
      max: 2,
      measure: "count(cases, early)",
      scale: {
        bands: [
          { from: 1, points: 2 },
          { below: 1, points: 0 },
        ],
      },
    },
  ],
  rounding: { points: { digits: 2 }, index: { digits: 2 } },
};

test("a scale that compares units follows what is typed in the form, and rows are shown", async () => {
  const page = await visit();
  const set = file(COMPARED);
  const rows = Array.from({ length: 53 }, (_, at) => ({ number: `HS-${at}`, finished: "2026-02-03", late: at > 0 }));
  const answered = (value) => [{ stage: "self", by: "a", answers: { a: value } }];
  const units = [
    { id: "a", tables: { cases: rows }, submissions: answered("4") },
    { id: "b", submissions: [{ stage: "self", by: "b", answers: { a: "8" } }] },
  ];
  const round = { format: 1, criteria_set: { id: "compared", version: "1" }, period: { id: "2026" }, units };
  await page.choose([set, file(round)]);
  const shows = (points) =>
    page.locator('[id="leaf-a"] .points-now strong', { hasText: new RegExp(`^${points}$`) }).waitFor();
  await shows(5);
  // More than the best of the others: itself is the best now.
  await field(page, "/answers/a").fill("16");
  await shows(10);
  await page.locator(".unit-choice select").selectOption("b");
  await shows(5);
  const [, { stages }] = scored(set, await page.saved()).units;
  assert.equal(await page.total(), `${comma(stages[0].total)} / ${comma(stages[0].maximum)}`);
  await page.locator(".unit-choice select").selectOption("a");
  await page.locator(".rows summary").getByText("Hồ sơ: 53 dòng").click();
  const list = page.locator(".row-list");
  assert.deepEqual(await list.locator("th").allTextContents(), ["Mã hồ sơ", "finished", "Trễ hạn"]);
  assert.deepEqual(await list.locator("tbody tr").nth(1).locator("td").allTextContents(), ["HS-1", "03/02/2026", "Có"]);
  assert.equal(await list.locator("tbody tr").count(), 50);
  await page.getByText("Còn 3 dòng nữa").waitFor();
  await page.accessible();
  await page.done();
});

test("a round is begun here, and every scale has a control that the engine understands", async () => {
  const page = await visit();
  const set = file(SCALES);
  await page.choose([set]);
  await page.getByRole("button", { name: "Bắt đầu" }).click();
  await page.getByText("Mã đơn vị không được để trống.").waitFor();
  await page.getByText("Kỳ đánh giá không được để trống.").waitFor();
  await page.accessible();
  await page.getByLabel("Kỳ đánh giá").fill("2026");
  await page.getByLabel("Mã đơn vị").fill("xã một");
  await page.getByRole("button", { name: "Bắt đầu" }).click();
  await page.getByText("không phải mã hợp lệ").waitFor();
  await page.getByLabel("Mã đơn vị").fill("xa-1");
  await page.getByLabel("Tên đơn vị").fill("Xã Một");
  await page.accessible();
  await page.getByRole("button", { name: "Bắt đầu" }).click();
  await page.locator(".summary output").waitFor();
  for (const [fact, value] of Object.entries({
    done: "37,5",
    planned: "40",
    volume: "5",
    speed: "4",
    head: "Nguyễn Thị A",
    held: "3/2/2026",
    sent: "3/2/2026 8:30",
  })) {
    await field(page, `/facts/${fact}`).fill(value);
  }
  await page.getByRole("radiogroup", { name: "met" }).getByLabel("Có").check();
  await page.getByLabel("two-a", { exact: false }).check();
  await field(page, "/answers/e").fill("4");
  await field(page, "/answers/e:band").selectOption("top");
  await field(page, "/answers/f").selectOption("big");
  await field(page, "/answers/f:column").selectOption("slow");
  await field(page, "/answers/h").fill("17,5");
  await field(page, "/answers/i/base").fill("4,5");
  await field(page, "/answers/i/late").fill("2");
  const note = page.locator('[id="leaf-i"]').getByRole("button", { name: "Thêm minh chứng, ghi chú: late" });
  const focused = await note.evaluate(async (button) => {
    button.click();
    // As little time as there is between two events: the drawing and the focus must be done.
    for (let turn = 0; turn < 3; turn++) await null;
    return document.activeElement.id;
  });
  assert.equal(focused, "field/answers/i/late:evidence");
  await field(page, "/answers/i/late:reason").fill("Tự phát hiện và sửa");
  await page.getByRole("radiogroup", { name: "once" }).getByLabel("Có").check();
  await page.getByRole("radiogroup", { name: "kind" }).getByLabel("good").check();
  await field(page, "/answers/j").fill("0,75");
  await page.getByRole("radiogroup", { name: "k", exact: true }).getByLabel("x").check();
  await page.getByRole("radiogroup", { name: "l", exact: true }).getByLabel("Có").check();
  await field(page, "/answers/l:evidence").fill("QĐ 1/QĐ-UBND\nQĐ 2/QĐ-UBND");
  await page
    .locator('[id="leaf-n"]')
    .getByRole("button", { name: /Không áp dụng/ })
    .click();
  await field(page, "/not_applicable/n").fill("Xã không có chợ");
  await field(page, "/answers/o").fill("8");
  assert.match(await page.locator(".rows").textContent(), /Hồ sơ: 0 dòng/);
  await field(page, "/answers/i/late:excused").fill("1");
  await page.picture("scales-1280");
  await page.accessible();
  const round = await page.saved();
  const [own] = round.units[0].submissions;
  assert.deepEqual(own.answers.l, { value: "yes", evidence: ["QĐ 1/QĐ-UBND", "QĐ 2/QĐ-UBND"] });
  assert.deepEqual(own.answers.f, { row: "big", column: "slow" });
  assert.deepEqual(own.answers.d, ["two-a"]);
  assert.deepEqual(own.answers.i.late, { value: "2", excused: "1", reason: "Tự phát hiện và sửa" });
  const [
    {
      stages: [{ indicators }],
    },
  ] = scored(set, round).units;
  for (const { id, points, state } of indicators) {
    const shown = await page.locator(`[id="leaf-${id}"] .points-now strong`).textContent();
    const word = { not_applicable: "không áp dụng", missing: "chưa có" }[state];
    assert.equal(shown, word ?? comma(points), id);
  }
  await page.done();
});
