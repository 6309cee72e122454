// What the module holds for an object of ours, until it is freed.

import { call } from "./call.js";

/**
 * A value of the module. While a call works with it, as when a watch is told, it cannot be freed: that waits for the end
 * of the call, and new calls find it freed.
 */
export class Held<T extends { free(): void }> {
  #value: T | undefined;
  #calls = 0;
  readonly #gone: string;

  /** `how` says how such values are made, `gone` what is asked of one that is freed. */
  constructor(value: T, kind: Function & { prototype: T }, how: string, gone: string) {
    if (!(value instanceof kind)) throw new TypeError(how);
    this.#value = value;
    this.#gone = gone;
  }

  /** Asks something of the value. */
  use<R>(ask: (value: T) => R): R {
    const value = this.#open();
    this.#calls += 1;
    try {
      return call(() => ask(value));
    } finally {
      this.#calls -= 1;
      if (this.#value !== value && this.#calls === 0) value.free();
    }
  }

  /** Asks the last thing of the value, which consumes it. */
  consume<R>(ask: (value: T) => R): R {
    const value = this.#open();
    this.#value = undefined;
    return call(() => ask(value));
  }

  free(): void {
    const value = this.#value;
    this.#value = undefined;
    if (this.#calls === 0) value?.free();
  }

  #open(): T {
    if (this.#value === undefined) throw new TypeError(this.#gone);
    return this.#value;
  }
}
