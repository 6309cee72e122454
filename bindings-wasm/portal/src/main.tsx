// The page: prepares the engine, opens what the browser has kept, and shows it.

import { init } from "chamdiem";
import module from "chamdiem/chamdiem.wasm?url";
import { render } from "preact";

import { keepAddress } from "./address";
import "./style/page.css";
import "./style/head.css";
import "./style/start.css";
import "./style/form.css";
import "./style/field.css";
import "./style/summary.css";
import "./style/result.css";
import "./style/print.css";
import { Page } from "./view/Page";
import { Shown, Stranded } from "./view/Stranded";
import { resume } from "./opening";

const page = document.getElementById("page") as HTMLElement;
try {
  await init(module);
  await resume();
  keepAddress();
  render(
    <Shown>
      <Page />
    </Shown>,
    page,
  );
} catch (error) {
  render(<Stranded why={error} />, page);
}
