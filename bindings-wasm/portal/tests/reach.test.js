// What one reaches and sees: the focus of a keyboard, long names on screen and paper, a folder, a file chosen again, a
// worker that cannot start.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";

import { examples, file, visit } from "./browser.js";

const SET = join(examples, "district-par-index/criteria.json");
const ROUND = JSON.parse(readFileSync(join(examples, "district-par-index/synthetic-districts.json"), "utf8"));

const field = (page, place) => page.locator(`[id="field${place}"]`);
const leaf = (page, id) => page.locator(`[id="leaf-${id}"]`);
const step = (page, name) => page.locator(".steps").getByRole("button", { name }).click();
const focused = (page, id) => page.waitForFunction((id) => document.activeElement.id === id, id);

async function press(page, button) {
  await button.focus();
  await page.keyboard.press("Enter");
}

test("the focus of a keyboard is never lost", async () => {
  const page = await visit();
  await press(page, page.getByRole("button", { name: "Mở ví dụ" }));
  await focused(page, "main");
  await page.locator(".unit-choice select").selectOption("rural-2");
  await leaf(page, "4.1").getByRole("radio", { name: "Có" }).check();
  await press(page, leaf(page, "4.1").getByRole("button", { name: /^Thêm minh chứng/ }));
  await focused(page, "field/answers/4.1:evidence");
  await press(page, leaf(page, "4.1").getByRole("button", { name: /^Xóa/ }));
  await focused(page, "field/answers/4.1");
  await press(page, page.locator(".summary .figure"));
  await press(page, page.locator("dialog tbody button").first());
  await focused(page, "ledger-title");
  await press(page, page.locator("dialog").getByRole("button", { name: "Lên một cấp" }));
  await focused(page, "ledger-title");
  await page.keyboard.press("Escape");
  await step(page, "Thẩm định");
  await page.getByLabel("Người chấm").fill("van-phong-ubnd");
  await page.getByLabel("Người chấm").blur();
  await press(page, leaf(page, "3.4").getByRole("button", { name: /^Không áp dụng/ }));
  await focused(page, "field/not_applicable/3.4");
  await page.done();
});

test("what is missing in the part of another is shown when one goes there", async () => {
  const page = await visit();
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await page.locator(".unit-choice select").selectOption("rural-2");
  await step(page, "Thẩm định");
  await page.getByLabel("Người chấm").fill("van-phong-ubnd");
  await page.getByLabel("Người chấm").blur();
  assert.equal(await leaf(page, "1.1.3").count(), 0);
  await press(page, page.locator(".summary").getByRole("button", { name: /^1\.1\.3 / }));
  await focused(page, "leaf-1.1.3");
  assert.ok(!(await page.getByLabel("Chỉ hiện phần được giao").isChecked()));
  await page.done();
});

test("evidence is typed key by key: its spaces and lines stay", async () => {
  const page = await visit();
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await field(page, "/answers/1.1.1:evidence").press("ControlOrMeta+a");
  await page.keyboard.type("KH 12/KH-UBND ngày 5/1\nQĐ 7");
  assert.equal(await field(page, "/answers/1.1.1:evidence").inputValue(), "KH 12/KH-UBND ngày 5/1\nQĐ 7");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Ban hành sớm");
  const [{ submissions }] = (await page.saved()).units;
  assert.deepEqual(submissions[0].answers["1.1.1"].evidence, ["KH 12/KH-UBND ngày 5/1", "QĐ 7"]);
  assert.equal(submissions[0].answers["1.1.1"].reason, "Ban hành sớm");
  await page.done();
});

test("evidence without an answer says that it is not in the round", async () => {
  const page = await visit();
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await page.locator(".unit-choice select").selectOption("rural-2");
  await field(page, "/answers/1.1.1:evidence").fill("KH 12/KH-UBND");
  const said = leaf(page, "1.1.1").getByText("Chưa có câu trả lời");
  await said.waitFor();
  await page.accessible();
  await leaf(page, "1.1.1").getByRole("radio").first().check();
  assert.equal(await said.count(), 0);
  await page.done();
});

for (const width of [1280, 390]) {
  test(`long names have room on a screen of ${width} px, and on paper`, async () => {
    const page = await visit({ width });
    const name = `Ủy ban nhân dân ${"Phan-Đình-Phùng-".repeat(8)}${"W".repeat(60)}`;
    const [one, ...rest] = ROUND.units;
    await page.choose([SET, file({ ...ROUND, units: [{ ...one, name }, ...rest] })]);
    await page.locator(".summary output").waitFor();
    const inside = async () => {
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width: 680, height: 1000 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the paper is ${wide} px too wide`);
      await page.emulateMedia({ media: "screen" });
      await page.setViewportSize({ width, height: 900 });
    };
    await page.accessible();
    await inside();
    await step(page, "Kết quả, xếp hạng");
    await page.locator(".chart").first().waitFor();
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll(".chart svg")].some((chart) => {
        const { left, right } = chart.getBoundingClientRect();
        return [...chart.querySelectorAll(".name")].some((text) => {
          const box = text.getBoundingClientRect();
          return box.left < left - 1 || box.right > right + 1;
        });
      }),
    );
    assert.ok(!beyond, "a name leaves the chart");
    await page.accessible();
    await inside();
    await page.done();
  });
}

test("a folder is told from files, and a mended file can be chosen again", async () => {
  const page = await visit();
  const session = await page.context().newCDPSession(page);
  const again = file(readFileSync(SET, "utf8").slice(0, 300), "again.json");
  const folder = join(dirname(again), "folder");
  mkdirSync(folder, { recursive: true });
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"])
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 500, data });
  await page.getByText("Không đọc được “folder”").waitFor();
  const choose = async () => {
    const { root } = await session.send("DOM.getDocument");
    const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector: "input[type=file]" });
    await session.send("DOM.setFileInputFiles", { nodeId, files: [again] });
  };
  await choose();
  await page.getByRole("alert").getByText("json.syntax").waitFor();
  writeFileSync(again, readFileSync(SET));
  await choose();
  await page.locator(".unit-form").waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  await page.done();
});

test("where the worker cannot start, the page says so, and tries again when asked", async () => {
  const page = await visit();
  await page.route("**/*.wasm", (route) => route.fulfill({ body: "none", contentType: "application/wasm" }));
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await page.getByText("Không chấm được cả đợt").first().waitFor();
  await page.accessible();
  await page.unroute("**/*.wasm");
  await page.getByRole("button", { name: "Chấm cả đợt" }).click();
  await step(page, "Kết quả, xếp hạng");
  await page.locator(".chart").first().waitFor();
  assert.equal(await page.getByText("Không chấm được cả đợt").count(), 0);
  await page.done();
});

test("what is printed where there is nothing to print says so, and how to come to it", async () => {
  const page = await visit();
  const printed = async () => {
    await page.emulateMedia({ media: "print" });
    const paper = page.locator(".paper");
    assert.equal(await paper.count(), 1);
    assert.ok(!(await page.locator(".screen").isVisible()));
    const text = await paper.innerText();
    const bytes = await page.pdf({ preferCSSPageSize: true });
    assert.equal(bytes.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1);
    await page.emulateMedia({ media: "screen" });
    return text;
  };
  assert.match(await printed(), /Chấm điểm theo bộ tiêu chí.*Chưa mở đợt đánh giá nào nên chưa có gì để in/s);
  await page.getByRole("button", { name: "English" }).click();
  assert.match(await printed(), /No round is open, so there is nothing to print/);
  await page.getByRole("button", { name: "Tiếng Việt" }).click();
  await page.choose([SET]);
  await page.locator(".unit-form").waitFor();
  assert.match(await printed(), /Chỉ số cải cách hành chính cấp huyện.*Ở đây chưa có phiếu hay kết quả để in/s);
  await page.done();
});

test("where nobody is named as the appraiser, the form says so and can be looked at", async () => {
  const page = await visit();
  await page.getByRole("button", { name: "Mở ví dụ" }).click();
  await page.locator(".summary output").waitFor();
  await step(page, "Thẩm định");
  const by = page.getByLabel("Người chấm");
  await by.fill("");
  await by.blur();
  const hint = page.locator("#party-hint");
  assert.match(await hint.textContent(), /^Ghi tên người hoặc cơ quan chấm để bắt đầu.*so-noi-vu.*van-phong-ubnd/);
  assert.equal(await by.getAttribute("aria-describedby"), "party-hint");
  await page.locator(".summary output").waitFor();
  assert.equal(await page.locator(".sections").locator("input, select, textarea").count(), 0);
  assert.match(await leaf(page, "3.4").textContent(), /Tự chấm.*Có/);
  await page.picture("nameless-1280");
  await page.accessible();
  await by.fill("so-lạ");
  await by.blur();
  assert.match(
    await hint.textContent(),
    /^“so-lạ” không được giao mục nào ở bước này\. Các bên được giao: .*so-noi-vu/,
  );
  await by.fill("van-phong-ubnd");
  await by.blur();
  await leaf(page, "3.4").getByRole("radio", { name: "Không" }).check();
  assert.equal(await hint.count(), 0);
  // The council of a set that names nobody: the stage is no name.
  const council = {
    ...ROUND,
    units: ROUND.units.map((one) => ({
      ...one,
      submissions: [one.submissions?.[0]].filter((said) => said?.stage === "self"),
    })),
  };
  page.once("dialog", (dialog) => dialog.accept());
  await page.choose([SET, file(council)]);
  await page.waitForFunction(() => document.querySelectorAll(".example").length === 0);
  await step(page, "Hội đồng");
  await hint.waitFor();
  assert.notEqual(await by.inputValue(), "council");
  await page.done();
});
