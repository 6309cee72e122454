// Items to tick; they nest, and only the lowest are ticked.

import type { ChecklistItem } from "chamdiem";
import type { JSX } from "preact";

import { worth } from "../../answer";
import { say, titled } from "../../language";
import type { Control } from "./control";

export function Checklist({ items, ...at }: Control & { items: readonly ChecklistItem[] }): JSX.Element {
  const ticked = Array.isArray(at.value) ? at.value.map(String) : [];
  const none = Array.isArray(at.value) && ticked.length === 0;
  const order = lowest(items);
  const tick = (id: string, on: boolean) => {
    const left = order.filter((one) => (one === id ? on : ticked.includes(one)));
    at.give(left.length === 0 ? undefined : left);
  };
  const rows = (list: readonly ChecklistItem[]): JSX.Element => (
    <ul class="checklist">
      {list.map((item) => (
        <li key={item.id}>
          {item.items === undefined ? (
            <label class="choice">
              <input
                type="checkbox"
                id={item.id === order[0] ? at.id : undefined}
                checked={ticked.includes(item.id)}
                onChange={(event) => tick(item.id, event.currentTarget.checked)}
              />
              <span class="choice-title">{titled(item.title, item.id)}</span>
              <span class="worth">{worth(item)}</span>
            </label>
          ) : (
            <div role="group" aria-label={titled(item.title, item.id)}>
              <p class="group-title">{titled(item.title, item.id)}</p>
              {rows(item.items)}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <div role="group" aria-label={at.label} aria-describedby={at.describedBy}>
      {rows(items)}
      <label class="choice none">
        <input
          type="checkbox"
          checked={none}
          onChange={(event) => at.give(event.currentTarget.checked ? [] : undefined)}
        />
        <span class="choice-title">{say("no_item")}</span>
      </label>
    </div>
  );
}

function lowest(items: readonly ChecklistItem[]): string[] {
  return items.flatMap((item) => (item.items === undefined ? [item.id] : lowest(item.items)));
}
