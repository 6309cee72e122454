//! Counting the tests that runners report.

use std::fmt;

/// How many tests passed, failed and were ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl Counts {
    /// Adds the closing line of a runner: of cargo `test result: ok. 3 passed; 0 failed; …`, of the oracle
    /// `3 passed, 0 failed`, of pytest `1 failed, 3 passed in 0.12s`. Other lines add nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        let counts = match line.strip_prefix("test result: ") {
            Some(rest) => rest.split_once(". ").map_or(rest, |(_, counts)| counts),
            None if !line.starts_with(|first: char| first.is_ascii_digit()) => return,
            None if line.ends_with(" failed") => line,
            None => match line.rsplit_once(" in ") {
                Some((counts, time)) if time.starts_with(|first: char| first.is_ascii_digit()) => counts,
                _ => return,
            },
        };
        for part in counts.split([';', ',']) {
            let Some((number, word)) = part.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "passed" => self.passed += number,
                "failed" | "error" | "errors" => self.failed += number,
                "ignored" | "skipped" | "xfailed" => self.ignored += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The line without escape sequences of colours.
fn without_colours(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn closing_lines_are_added_up() {
        let mut counts = Counts::default();
        for line in [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s\n",
            "test result: \u{1b}[32mok\u{1b}(B\u{1b}[m. 3 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out\n",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s\n",
            "227 passed, 1 failed\n",
            "1 failed, 600 passed, 2 skipped, 1 error in 61.20s (0:01:01)\n",
            "3 units in the queue\n",
            "running 12 tests\n",
            "test seven_passed ... ok\n",
            "a case: 3 passed, 4 failed, it says\n",
        ] {
            counts.read(line);
        }
        assert_eq!(counts, Counts { passed: 845, failed: 5, ignored: 3 });
    }
}
