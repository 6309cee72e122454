//! A sign of life on standard error, while somebody waits at a terminal.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use chamdiem::Language;

use crate::render::words::Word;

/// Nothing is shown to who waits no longer than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows the seconds that have passed, until it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    ticking: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to count, if standard error is a terminal.
    pub(crate) fn begin(language: Language) -> Self {
        if !io::stderr().is_terminal() {
            return Self { ticking: None };
        }
        let (stop, stopped) = channel();
        let begun = Instant::now();
        let tick = move || {
            let mut shown = false;
            while stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let text = Word::Scoring.text(language).replace("{s}", &begun.elapsed().as_secs().to_string());
                shown = write!(io::stderr().lock(), "\r{text}").is_ok();
            }
            if shown {
                let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
            }
        };
        // Where there are no threads, as in a WASI runtime, nothing is shown.
        let ticking = thread::Builder::new().spawn(tick).ok();
        Self { ticking: ticking.map(|ticking| (stop, ticking)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, ticking)) = self.ticking.take() {
            drop(stop);
            let _ = ticking.join();
        }
    }
}
