//! Text of documents as a terminal may show it: letters only, nothing that it would obey.

use std::borrow::Cow;

/// A letter, or what stands for one that a terminal would obey or hide.
pub(crate) const fn plain_letter(letter: char) -> char {
    match letter {
        '\t' | '\n' | '\r' => ' ',
        // Controls, and marks that turn the direction of text around, break lines, or that nobody can see.
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        other => other,
    }
}

/// A text in which every letter is [plain](plain_letter).
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| plain_letter(letter) == letter) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(plain_letter).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(plain("\u{1b}[31mđỏ\u{202e}\u{9b}2J\n"), "\u{fffd}[31mđỏ\u{fffd}\u{fffd}2J ");
        assert!(matches!(plain("Tiền Giang e\u{302}\u{301}"), Cow::Borrowed(_)));
    }
}
