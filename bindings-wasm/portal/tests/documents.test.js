// Files: broken ones, every example, every scale, a round that is begun here, a large one.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "node:test";

import { comma, examples, file, scored, visit } from "./browser.js";

const at = (path) => join(examples, path);
const step = (page, name) => page.locator(".steps").getByRole("button", { name }).click();
const field = (page, place) => page.locator(`[id="field${place}"]`);

/** Drops files on the page, as from the desktop. */
async function drop(page, ...paths) {
  const carried = await page.evaluateHandle(
    (given) => {
      const files = new DataTransfer();
      for (const [name, text] of given) files.items.add(new File([text], name, { type: "application/json" }));
      return files;
    },
    paths.map((path) => [path.split("/").at(-1), readFileSync(path, "utf8")]),
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: carried });
}

test("broken files are refused with their problems, and what was open stays", async () => {
  const page = await visit();
  const [set, round] = [at("district-par-index/criteria.json"), at("district-par-index/synthetic-districts.json")];
  await drop(page, round);
  assert.match(await page.getByRole("alert").textContent(), /Hãy mở bộ tiêu chí/);
  await page.choose([set, round]);
  await page.locator(".summary output").waitFor();
  const before = await page.total();
  const broken = JSON.parse(readFileSync(set, "utf8"));
  broken.tree[0].children[0].mesure = "x";
  delete broken.tree[0].children[0].children[0].children[0].max;
  for (const [text, words] of [
    [readFileSync(set, "utf8").slice(0, 900), /json\.syntax/],
    [JSON.stringify(broken), /mesure.*max.*\/tree\/0\/children\/0/s],
    [
      JSON.stringify({ ...JSON.parse(readFileSync(round, "utf8")), criteria_set: { id: "other", version: "1" } }),
      /other/,
    ],
    ["", /document\.empty/],
    // A broken round is judged as a round, not as a set.
    [readFileSync(round, "utf8").slice(0, 900), /json\.syntax/],
    [JSON.stringify({ criteria_set: { id: "district-par-index", version: "model" } }), /`period`/],
  ]) {
    await drop(page, file(text));
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").textContent(), words);
    assert.equal(await page.total(), before);
    await page.accessible();
    await page.getByRole("alert").getByRole("button").click();
  }
  await page.done();
});

test("files that leave open what is meant are asked about, and nothing is put away unasked", async () => {
  const page = await visit();
  const [set, round] = [at("district-par-index/criteria.json"), at("district-par-index/synthetic-districts.json")];
  const calendar = at("petitions-2024/synthetic-calendar-vn-2026.json");
  const words = async () => (await page.getByRole("alert").textContent()).replace(/^.*?Đóng/s, "");
  await drop(
    page,
    set,
    file(JSON.parse(readFileSync(round, "utf8")), "mot.json"),
    file(JSON.parse(readFileSync(round, "utf8")), "hai.json"),
  );
  assert.match(await words(), /^Có nhiều đợt đánh giá: mot\.json, hai\.json\. Hãy chọn một\.$/);
  await drop(page, set, set, round);
  await page.getByText("Có nhiều bộ tiêu chí: criteria.json, criteria.json").waitFor();
  await drop(page, set, round, file(readFileSync(calendar, "utf8").slice(0, 600)));
  await page.getByText("Tệp lịch không phải JSON hợp lệ").waitFor();
  await drop(page, set, file(readFileSync(round, "utf8").slice(0, 900)), calendar);
  assert.match(await words(), /json\.syntax/);
  await drop(page, calendar);
  await page.getByText("Đây là một lịch làm việc").waitFor();
  assert.equal(await page.locator(".summary").count(), 0);
  await drop(page, set, round, calendar);
  await page.locator(".summary output").waitFor();
  assert.equal((await page.saved()).calendar.id, JSON.parse(readFileSync(calendar, "utf8")).id);
  // What is open is put away only when the reader says so; what is broken does not even ask.
  await page.locator(".unit-choice select").selectOption("rural-2");
  await field(page, "/facts/plan_done").fill("38");
  const asked = [];
  page.on(
    "dialog",
    (dialog) => void (asked.push(dialog.message()), asked.length > 1 ? dialog.accept() : dialog.dismiss()),
  );
  await drop(page, calendar);
  await page.getByText("Đây là một lịch làm việc").waitFor();
  assert.deepEqual(asked, []);
  await drop(page, round);
  while (asked.length < 1) await page.waitForTimeout(20);
  assert.equal(await field(page, "/facts/plan_done").inputValue(), "38");
  assert.match(asked[0], /^Mở đợt khác\?/);
  await drop(page, round);
  await page.waitForFunction(() => document.querySelector(".unit-choice select").value === "town-1");
  assert.equal(asked.length, 2);
  await page.locator(".unit-choice select").selectOption("rural-2");
  assert.equal(await field(page, "/facts/plan_done").inputValue(), "");
  await page.done();
});

/** Every round of the examples, with the set that it names. What stands in CSV files is another matter. */
const documents = readdirSync(examples, { recursive: true })
  .filter((path) => path.endsWith(".json"))
  .sort()
  .map((path) => ({ path, ...JSON.parse(readFileSync(at(path), "utf8")) }));
const EXAMPLES = documents.flatMap(({ path: round, criteria_set: of, units, calendar: own }) => {
  const set = documents.find(({ tree, id, version }) => tree && id === of?.id && version === of.version);
  const calendar = documents.find(({ path, covers }) => covers !== undefined && dirname(path) === dirname(round));
  const beside = own === undefined && calendar !== undefined ? [calendar.path] : [];
  return units === undefined || set === undefined ? [] : [[set.path, round, ...beside].map(at)];
});

test("the examples are there", () => assert.ok(EXAMPLES.length > 20));

for (const [set, round, ...calendar] of EXAMPLES) {
  test(`example ${relative(examples, round)}: every stage of every unit has the digits of the command line`, async () => {
    const page = await visit();
    await page.choose([set, round, ...calendar]);
    await page.locator(".summary output").waitFor();
    const { units } = scored(set, round, ...calendar.flatMap((path) => ["--calendar", path]));
    for (const { id, stages } of units) {
      await page.locator(".unit-choice select").selectOption(id);
      for (const [place, { total: points, maximum }] of stages.entries()) {
        await page.locator(".steps button").nth(place).click();
        assert.equal(
          await page.total(),
          `${points === undefined ? "–" : comma(points)} / ${maximum === undefined ? "–" : comma(maximum)}`,
          `${id}, stage ${place + 1}`,
        );
      }
    }
    await page.accessible();
    await page.done();
  });
}

test("a large round is scored in a worker when asked, with a way to stop", async () => {
  const leaves = Array.from({ length: 40 }, (_, at) => ({
    id: `t${at}`,
    max: 2,
    scale: { entered: { from: 0, to: 2 } },
  }));
  const set = file({
    format: 1,
    id: "large",
    version: "1",
    tree: leaves,
    rounding: { index: { digits: 2 } },
    ranking: {},
  });
  const answers = (unit) => Object.fromEntries(leaves.map(({ id }, at) => [id, ((unit * 7 + at * 3) % 9) / 4]));
  const units = Array.from({ length: 4000 }, (_, unit) => ({
    id: `u${unit}`,
    submissions: [{ stage: "self", by: `u${unit}`, answers: answers(unit) }],
  }));
  const round = { format: 1, criteria_set: { id: "large", version: "1" }, period: { id: "2026" }, units };
  const page = await visit();
  await page.choose([set, file(round)]);
  await page.locator(".summary output").waitFor();
  // The worker waits for its module, so that there is time to stop it.
  let release = () => {};
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", (route) => released.then(() => route.continue()));
  await page.getByRole("button", { name: "Chấm cả đợt" }).click();
  await page.locator(".scoring").getByRole("button", { name: "Dừng" }).click();
  await page.getByRole("button", { name: "Chấm cả đợt" }).click();
  assert.match(await page.locator(".scoring").textContent(), /0 \/ 4000 đơn vị/);
  await page.evaluate(() => {
    globalThis.seen = [];
    const look = () => globalThis.seen.push(document.querySelector(".scoring progress")?.value ?? 0);
    const changes = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver(look).observe(document.body, changes);
  });
  release();
  const [
    {
      ranks: [{ rank, of }],
    },
  ] = scored(set, round).units;
  await page.locator(".figures").getByText(`${rank} / ${of}`, { exact: true }).waitFor();
  assert.ok(await page.evaluate(() => globalThis.seen.some((done) => done > 0)), "the progress is seen");
  await field(page, "/answers/t0").fill("1,25");
  await page.getByRole("button", { name: "Chấm cả đợt" }).waitFor();
  await step(page, "Kết quả, xếp hạng");
  await page.done();
});
