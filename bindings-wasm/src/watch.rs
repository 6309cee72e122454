//! Who watches a scoring, on the side of JavaScript.

use std::cell::RefCell;

use chamdiem::Watch;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// An object whose method is told how many units are done, and says whether to go on.
    #[derive(Clone, Debug)]
    pub type Watcher;

    #[wasm_bindgen(method, structural, catch)]
    fn told(this: &Watcher, done: usize) -> Result<bool, JsValue>;
}

thread_local! {
    // A watch may be sent to another thread, and a value of JavaScript may not: it waits here, where there is one thread.
    static WATCHER: RefCell<Option<Watcher>> = const { RefCell::new(None) };
}

/// Scores while a watcher is told; what it throws ends the scoring.
pub(crate) fn watched<T>(watcher: Option<Watcher>, score: impl FnOnce(Option<Watch>) -> T) -> T {
    let watch = watcher.as_ref().map(|_| Watch::new(goes_on));
    // A watcher may itself score something.
    let before = WATCHER.replace(watcher);
    let scored = score(watch);
    WATCHER.set(before);
    scored
}

fn goes_on(done: usize) -> bool {
    WATCHER.with_borrow(Clone::clone).is_none_or(|watcher| watcher.told(done).unwrap_or(false))
}
