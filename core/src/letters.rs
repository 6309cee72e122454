//! Letters with their marks in the one form that is compared, and signs that nobody sees.
//!
//! `ồ` comes as one sign (composed, Unicode NFC) or as `o` with two marks behind it (NFD). Both look the same and are
//! other bytes, so that a name in one form would not be found by the other. Latin letters up to U+017F and all letters
//! of Vietnamese are known here; a mark for which a letter has no sign of its own stays behind it, as in the `ê̆` of Ê Đê.

use std::borrow::Cow;

use crate::sort::sort_by_key;

/// For each mark the letters that take it, each followed by what it becomes.
const COMPOSED: &[(char, &str)] = &[
    ('\u{300}', "AÀEÈIÌOÒUÙYỲaàeèiìoòuùyỳÂẦÊỀÔỒâầêềôồĂẰăằƠỜơờƯỪưừ"),
    ('\u{301}', "AÁCĆEÉIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeéiílĺnńoórŕsśuúyýzźÂẤÊẾÔỐâấêếôốĂẮăắƠỚơớƯỨưứ"),
    ('\u{302}', "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷẠẬạậẸỆẹệỌỘọộ"),
    ('\u{303}', "AÃEẼIĨNÑOÕUŨYỸaãeẽiĩnñoõuũyỹÂẪÊỄÔỖâẫêễôỗĂẴăẵƠỠơỡƯỮưữ"),
    ('\u{304}', "AĀEĒIĪOŌUŪaāeēiīoōuū"),
    ('\u{306}', "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭẠẶạặ"),
    ('\u{307}', "CĊEĖGĠIİZŻcċeėgġzż"),
    ('\u{308}', "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
    ('\u{309}', "AẢEẺIỈOỎUỦYỶaảeẻiỉoỏuủyỷÂẨÊỂÔỔâẩêểôổĂẲăẳƠỞơởƯỬưử"),
    ('\u{30a}', "AÅUŮaåuů"),
    ('\u{30b}', "OŐUŰoőuű"),
    ('\u{30c}', "CČDĎEĚLĽNŇRŘSŠTŤZŽcčdďeělľnňrřsštťzž"),
    ('\u{31b}', "OƠUƯoơuư"),
    ('\u{323}', "AẠEẸIỊOỌUỤYỴaạeẹiịoọuụyỵƠỢơợƯỰưự"),
    ('\u{327}', "CÇGĢKĶLĻNŅRŖSŞTŢcçgģkķlļnņrŗsştţ"),
    ('\u{328}', "AĄEĘIĮUŲaąeęiįuų"),
];

/// Whether a sign is a mark that stands behind a letter.
pub(crate) const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// A mark that nobody sees, and that keeps those behind it from the letter.
const PART: char = '\u{34f}';

/// Marks of a lower class stand nearer to their letter; of one class the order says something.
const fn class(mark: char) -> u8 {
    match mark {
        PART => 0,
        '\u{334}'..='\u{338}' => 1,
        '\u{321}' | '\u{322}' | '\u{327}' | '\u{328}' => 202,
        '\u{31b}' => 216,
        '\u{315}' | '\u{31a}' | '\u{358}' => 232,
        '\u{316}'..='\u{333}'
        | '\u{339}'..='\u{33c}'
        | '\u{347}'..='\u{349}'
        | '\u{34d}'
        | '\u{34e}'
        | '\u{353}'..='\u{356}'
        | '\u{359}'
        | '\u{35a}' => 220,
        '\u{35c}' | '\u{35f}' | '\u{362}' => 233,
        '\u{35d}' | '\u{35e}' | '\u{360}' | '\u{361}' => 234,
        '\u{345}' => 240,
        _ => 230,
    }
}

/// A letter with a mark as one sign, where there is one.
fn joined(letter: char, mark: char) -> Option<char> {
    let (_, pairs) = COMPOSED.iter().find(|(known, _)| *known == mark)?;
    let mut signs = pairs.chars();
    while let (Some(plain), Some(whole)) = (signs.next(), signs.next()) {
        if plain == letter {
            return Some(whole);
        }
    }
    None
}

/// The letter and the mark that one sign stands for.
fn parted(letter: char) -> Option<(char, char)> {
    COMPOSED.iter().find_map(|(mark, pairs)| {
        let mut signs = pairs.chars();
        while let (Some(plain), Some(whole)) = (signs.next(), signs.next()) {
            if whole == letter {
                return Some((plain, *mark));
            }
        }
        None
    })
}

/// Writes a letter and the marks behind it in the composed form; at the beginning of a text marks may stand alone.
fn compose(letter: Option<char>, behind: &[char], out: &mut String) {
    let (mut letter, mut marks) = (letter, Vec::new());
    while let Some((plain, mark)) = letter.and_then(parted) {
        marks.insert(0, mark);
        letter = Some(plain);
    }
    for mark in behind {
        match mark {
            // The tone marks of old Vietnamese texts, and two of Greek.
            '\u{340}' => marks.push('\u{300}'),
            '\u{341}' => marks.push('\u{301}'),
            '\u{343}' => marks.push('\u{313}'),
            '\u{344}' => marks.extend(['\u{308}', '\u{301}']),
            other => marks.push(*other),
        }
    }
    sort_by_key(&mut marks, |mark| class(*mark));
    let mut left = String::new();
    let mut last = None;
    for mark in marks {
        let reaches = last.is_none_or(|last| last < class(mark));
        let whole = if reaches { letter.and_then(|letter| joined(letter, mark)) } else { None };
        if whole.is_some() {
            letter = whole;
        } else {
            left.push(mark);
            last = Some(class(mark));
        }
    }
    out.extend(letter);
    out.push_str(&left);
}

/// A text in the composed form, unless it has that form already.
pub(crate) fn composed(text: &str) -> Option<String> {
    // Every mark begins with one of these bytes; hardly any text has them.
    if !text.bytes().any(|byte| matches!(byte, 0xcc | 0xcd)) {
        return None;
    }
    let mut whole = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut letters = text.chars().peekable();
    let follows = |letter: &char| is_mark(*letter) && *letter != PART;
    while letters.peek().is_some() {
        let letter = letters.next_if(|letter| !follows(letter));
        marks.clear();
        while let Some(mark) = letters.next_if(follows) {
            marks.push(mark);
        }
        if marks.is_empty() { whole.extend(letter) } else { compose(letter, &marks, &mut whole) }
    }
    (whole != text).then_some(whole)
}

/// A text for messages: as it can be shown, with its marks by their numbers where it is not composed.
pub(crate) fn told(text: &str) -> String {
    numbered(text, composed(text).is_some())
}

/// A text as it can be shown: what nobody sees, or a terminal would obey, stands there by its number.
///
/// Such are control characters, signs that turn the direction of a text or have no width, and other line ends than the
/// usual ones, which become blanks, as tabs do. Nothing else is changed.
///
/// ```
/// assert_eq!(chamdiem::visible("Xã A"), "Xã A");
/// assert_eq!(chamdiem::visible("\u{1b}[2J\u{202e}A\nB"), "\\u001b[2J\\u202eA B");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) { Cow::Owned(numbered(text, false)) } else { Cow::Borrowed(text) }
}

/// A text in which what is hidden, and if so wanted every mark, stands by its number, as JSON has it.
fn numbered(text: &str, marks: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\t' | '\n' | '\r') {
            shown.push(' ');
        } else if is_hidden(letter) || (marks && is_mark(letter)) {
            let number = u32::from(letter);
            let (open, digits, close) = if number > 0xffff { ("\\u{", 5, "}") } else { ("\\u", 4, "") };
            shown.push_str(open);
            let digit = |place: u32| char::from_digit(number >> (4 * place) & 15, 16);
            shown.extend((0..digits).rev().filter_map(digit));
            shown.push_str(close);
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Controls, and signs that steer the text around them, or are nothing that can be seen.
const fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use icu_normalizer::ComposingNormalizerBorrowed;
    use icu_normalizer::DecomposingNormalizerBorrowed;
    use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
    use proptest::prelude::*;

    use super::*;

    const VOWELS: &str = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY";
    const TONES: [&str; 6] = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];

    #[test]
    fn every_vietnamese_letter_is_known_in_every_form() {
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        let nfd = DecomposingNormalizerBorrowed::new_nfd();
        let mut letters = 0;
        for vowel in VOWELS.chars() {
            for tone in TONES {
                let half = format!("{vowel}{tone}");
                let (whole, apart) = (nfc.normalize(&half).into_owned(), nfd.normalize(&half).into_owned());
                assert_eq!(whole.chars().count(), 1);
                for form in [&half, &apart, &whole] {
                    assert_eq!(composed(form).unwrap_or_else(|| form.clone()), whole, "{form:?}");
                }
                letters += 1;
            }
        }
        assert_eq!(letters, 24 * 6);
    }

    #[test]
    fn the_table_says_what_unicode_says() {
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        let classes = CanonicalCombiningClassMapBorrowed::new();
        for mark in '\u{300}'..='\u{36f}' {
            assert_eq!(class(mark), classes.get_u8(mark), "{mark:?}");
            for letter in ' '..='\u{17f}' {
                let pair = format!("{letter}{mark}");
                let whole = nfc.normalize(&pair);
                // What is not known is a letter beyond those that are promised.
                let promised = whole.chars().all(|one| one <= '\u{17f}' || is_mark(one));
                let known = composed(&pair).unwrap_or_else(|| pair.clone());
                assert!(
                    known == *whole || (!promised && nfc.normalize(&known) == whole),
                    "{pair:?}: {known:?}, {whole:?}"
                );
            }
        }
        for (mark, pairs) in COMPOSED {
            let signs: Vec<_> = pairs.chars().collect();
            for pair in signs.chunks(2) {
                assert_eq!(*nfc.normalize(&format!("{}{mark}", pair[0])), pair[1].to_string());
            }
        }
    }

    #[test]
    fn a_mark_without_a_sign_of_its_own_stays() {
        for name in ["ê̆", "ô̆ng", "m̀", "đ̣", "ƀ", "Ê Đê", "हिन्दी", "", "\u{300}"] {
            assert_eq!(composed(name), None, "{name}");
        }
        assert_eq!(composed("e\u{302}\u{306}").as_deref(), Some("ê̆"));
        assert_eq!(composed("a\u{341}").as_deref(), Some("á"));
    }

    #[test]
    fn endless_marks_are_no_endless_work() {
        let marks = "\u{301}".repeat(100_000) + &"\u{323}".repeat(100_000) + "\u{34f}\u{301}";
        let whole = composed(&format!("o{marks}")).unwrap();
        assert!(whole.starts_with("ọ\u{323}") && whole.ends_with("\u{301}\u{34f}\u{301}"));
        assert_eq!(composed(&whole), None);
    }

    #[test]
    fn marks_are_told_so_that_they_can_be_seen() {
        assert_eq!(told("ho\u{302}\u{300}\u{1b}"), "ho\\u0302\\u0300\\u001b");
        assert_eq!(told("ê̆\u{9b}"), "ê̆\\u009b");
    }

    #[test]
    fn what_nobody_sees_is_seen() {
        for hidden in ["\u{1b}", "\u{7f}", "\u{9b}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{feff}", "\u{2028}", "\0"] {
            let number = format!("a\\u{:04x}b", u32::from(hidden.chars().next().unwrap()));
            assert_eq!(visible(&format!("a{hidden}b")), number);
        }
        assert_eq!(visible("a\u{e0041}b\r\n"), "a\\u{e0041}b  ");
        for plain in ["Tiền Giang", "e\u{302}\u{301}", "ê̆", "a\u{a0}b", "ព្រះ", "☃ ❤\u{fe0f}", "\\u001b"]
        {
            assert!(matches!(visible(plain), Cow::Borrowed(_)), "{plain}");
        }
    }

    proptest! {
        /// On words of these letters and marks it is the composed form of Unicode, and that form is left alone.
        #[test]
        fn it_is_nfc(word in "([aăâạậoơợuủưeêếiydđcnA-Z\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323}\u{327}\u{330}\u{340} ]){0,12}") {
            let whole = ComposingNormalizerBorrowed::new_nfc().normalize(&word).into_owned();
            let known = composed(&word).unwrap_or_else(|| word.clone());
            // Signs that stand in no alphabet that is promised, as ṇ, may be left apart.
            if whole.chars().all(|one| one <= '\u{17f}' || is_mark(one) || VOWELS.contains(one) || parted(one).is_some()) {
                prop_assert_eq!(&known, &whole);
            }
            prop_assert_eq!(composed(&known), None);
        }
    }
}
