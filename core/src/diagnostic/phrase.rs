//! The words that fill a sentence: names and numbers as they are, kinds of values in both languages.

use super::Language;
use crate::letters::{composed, told};
use crate::number::Number;

/// What fills a word of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Text(String),
    Phrase(Phrase),
    /// A name that may have been meant, or nothing.
    Nearest(Option<String>),
    /// The name that was meant: the same letters, composed.
    Composed(String),
}

impl Word {
    pub(super) fn text(&self, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Phrase(phrase) => phrase.text(language).to_owned(),
            Self::Nearest(None) => String::new(),
            Self::Nearest(Some(name)) => match language {
                Language::En => format!(", did you mean `{name}`?"),
                Language::Vi => format!(", có phải là `{name}`?"),
            },
            Self::Composed(name) => match language {
                Language::En => format!(": save the text as composed Unicode (NFC), `{name}`"),
                Language::Vi => format!(": chuyển văn bản sang Unicode dựng sẵn (NFC), `{name}`"),
            },
        }
    }
}

/// The most characters of a word: what a terminal can show.
const LENGTH: usize = 400;

/// Names in messages are cut to a length that a terminal can show. What looks like another name, or cannot be seen, is
/// told by its number.
fn shortened(word: &str) -> String {
    match word.char_indices().nth(LENGTH) {
        Some((end, _)) => {
            // A list is cut between two entries.
            let end = word[..end].rfind(", ").map_or(end, |comma| comma + 2);
            told(&word[..end]) + "…"
        }
        None => told(word),
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self::Text(shortened(text))
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self::Text(shortened(&text))
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self::Text(shortened(text))
    }
}

impl From<&Number> for Word {
    fn from(number: &Number) -> Self {
        Self::from(number.to_string())
    }
}

impl From<usize> for Word {
    fn from(count: usize) -> Self {
        Self::Text(count.to_string())
    }
}

impl From<Phrase> for Word {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

/// Declares words and sentences in both languages.
macro_rules! bilingual {
    ($(#[doc = $doc:literal])* $visible:vis $name:ident; $($word:ident $en:literal $vi:literal;)*) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visible enum $name { $($word),* }

        impl $name {
            $visible const fn text(self, language: crate::diagnostic::Language) -> &'static str {
                match (self, language) {
                    $((Self::$word, crate::diagnostic::Language::En) => $en,
                      (Self::$word, crate::diagnostic::Language::Vi) => $vi),*
                }
            }
        }
    };
}

pub(crate) use bilingual;

bilingual! {
    /// A kind of value or a short remark.
    pub(crate) Phrase;
    Value "the value, or null to clear what was set" "giá trị, hoặc null để xóa giá trị trước";
    CriteriaSet "a criteria set" "một bộ tiêu chí";
    Round "a round" "một đợt đánh giá";
    Unit "unit" "đơn vị";
    Indicator "indicator" "tiêu chí";
    Results "results" "một kết quả chấm điểm";
    Object "an object" "một đối tượng";
    List "a list" "một danh sách";
    Text "a text" "một chuỗi";
    Number "a number" "một số";
    Fraction "a number or a fraction such as \"1/7\"" "một số hoặc phân số như \"1/7\"";
    NumberOrTime "a number, a date or a time" "một số, một ngày hoặc một thời điểm";
    Boolean "true or false" "true hoặc false";
    Null "null" "null";
    Date "a date" "một ngày";
    Datetime "a date and time" "ngày và giờ";
    Title "a text, or {\"vi\": …, \"en\": …}" "một chuỗi, hoặc {\"vi\": …, \"en\": …}";
    Formula "a formula" "một công thức";
    ClassId "the id of a class" "mã một mức xếp loại";
    Answer "an answer" "câu trả lời";
    Option "the id of an option" "mã một lựa chọn";
    YesNo "\"yes\" or \"no\"" "\"yes\" hoặc \"no\"";
    Ticks "a list of ticked item ids" "danh sách mã mục được đánh dấu";
    BandOrNumber "a number or {\"band\": id}" "một số hoặc {\"band\": mã}";
    Band "{\"band\": id}" "{\"band\": mã}";
    Cell "{\"row\": id, \"column\": id}" "{\"row\": mã, \"column\": mã}";
    Lines "an object of lines" "đối tượng gồm các dòng";
    PositiveInteger "a whole number from 0" "số nguyên từ 0";
    BothPointsAndAmount "both `points` and `amount`" "cả `points` lẫn `amount`";
    NeitherPointsNorAmount "neither `points` nor `amount`" "thiếu cả `points` lẫn `amount`";
    CountWithAmount "a `count`, `once` or `excused` beside `amount`" "`count`, `once` hoặc `excused` đi với `amount`";
    Both "both" "cả hai";
    Neither "neither" "không có mục nào";
    RowWithoutId "a changed row has no `id`" "dòng sửa đổi không có `id`";
    RowIdTwice "two rows have the same `id`" "hai dòng trùng `id`";
    RowUnknown "no row has this `id`" "không có dòng nào mang `id` này";
    NoStage "none" "không có";
    NoClass "the criteria set declares none" "bộ tiêu chí không khai mức nào";
    NoRole "no role" "không có vai trò";
    SpreadBelowZero "`spread_at_most` is below 0" "`spread_at_most` nhỏ hơn 0";
    SpreadWithoutCombine "`spread_at_most` limits nothing: no `combine` says that numbers become one"
        "`spread_at_most` không giới hạn gì: không có `combine` để gộp các số";
    BeyondWithoutSpread "`beyond` has no `spread_at_most`" "`beyond` thiếu `spread_at_most`";
    ByRoleWithoutRoles "`by_role` has no `roles`" "`by_role` thiếu `roles`";
    WeightWithoutByRole "a role has a weight, and nothing is combined `by_role`"
        "một vai trò có trọng số mà không gộp theo `by_role`";
    UnexpectedEnd "unexpected end" "kết thúc đột ngột";
    UnexpectedSign "unexpected sign" "ký hiệu không mong đợi";
    TextNotClosed "a text is not closed by '" "chuỗi chưa đóng bằng '";
    ClosingMissing "`)` is missing" "thiếu `)`";
    ChainedComparison "comparisons cannot be chained, join them with `and`" "không so sánh liên tiếp, hãy nối bằng `and`";
    Operand "an operand" "một toán hạng";
    OrderColumn "the column of the order" "cột xếp thứ tự";
    Condition "the condition" "điều kiện";
    Argument "an argument" "một đối số";
    BothBranches "the second branch" "nhánh thứ hai";
    Period "the period" "kỳ đánh giá";
    AsOf "the date of reference" "ngày xem xét";
    CalendarName "the calendar" "lịch";
    Engine "the version of chamdiem" "phiên bản chamdiem";
    TableName "the name of a table" "tên một bảng";
    LiteralText "a text in single quotes" "chuỗi trong dấu nháy đơn";
    LiteralDigits "a whole number of digits, 0 to 20" "số chữ số nguyên, từ 0 đến 20";
    TableFunctionInside "a value inside a row" "giá trị trong một dòng";
    WhyNodeCombine " because its children are combined by fractions" " vì các tiêu chí con được gộp theo tỷ lệ";
    WhyLeaf " (0 for one that only adds or deducts)" " (0 nếu chỉ cộng hoặc trừ)";
    LeafPoints "the points of a leaf" "điểm của tiêu chí";
    NodePoints "the points of a node" "điểm của nhóm";
    MaximumFigure "the maximum" "điểm tối đa";
    TotalFigure "the total" "tổng điểm";
    IndexFigure "the index" "chỉ số";
    OutputFigure "an output" "một kết quả xuất";
    NoLowest "−∞" "−∞";
    NoGreatest "∞" "∞";
}

/// Ids in a message, one after another; of more than it can show no more are looked at.
pub(crate) fn listed<'a>(ids: impl IntoIterator<Item = &'a str>) -> Word {
    list_of(&mut ids.into_iter())
}

fn list_of(ids: &mut dyn Iterator<Item = &str>) -> Word {
    let mut list = String::new();
    for id in ids {
        if list.len() > 4 * LENGTH {
            break;
        }
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push('`');
        // A giant cut here is cut further on.
        list.extend(id.chars().take(LENGTH + 1));
        list.push('`');
    }
    Word::from(list)
}

/// The known name that `found` may have been meant to be.
///
/// Documents may declare very many names and misspell as many: of the known names so many are looked at, and so many
/// letters compared, as cost no more than the problem is worth.
pub(crate) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Word {
    nearest_of(found, &mut known.into_iter())
}

fn nearest_of(found: &str, known: &mut dyn Iterator<Item = &str>) -> Word {
    const LOOKED_AT: usize = 10_000;
    const COMPARED: usize = 100_000;
    // Longer texts are no misspelt names, and the distance costs their product. A letter comes as four signs at most.
    if found.len() > 16 * LONGEST {
        return Word::Nearest(None);
    }
    let whole = composed(found);
    let found = whole.as_deref().unwrap_or(found);
    let letters_of_found: Vec<char> = found.chars().take(LONGEST + 1).collect();
    let length = letters_of_found.len();
    if length > LONGEST {
        return Word::Nearest(None);
    }
    let limit = 1 + length / 4;
    let own = letters(found);
    // Every letter that only one of two names has is at least one change.
    let may_be_near = |name: &&str| {
        let other = letters(name);
        let apart = (own & !other).count_ones().max((other & !own).count_ones());
        usize::try_from(apart).is_ok_and(|apart| apart <= limit)
    };
    let mut compared = 0;
    let best = known
        .take(LOOKED_AT)
        .filter(|name| name.len() <= 4 * (length + limit) && name.chars().count().abs_diff(length) <= limit)
        .filter(may_be_near)
        .take_while(|name| {
            compared += length * name.len();
            compared <= COMPARED
        })
        .map(|name| (distance(&letters_of_found, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance);
    match best {
        Some((0, name)) if whole.is_some() => Word::Composed(name.to_owned()),
        best => Word::Nearest(best.map(|(_, name)| name.to_owned())),
    }
}

/// The most letters of a name for which a near one is looked for.
const LONGEST: usize = 64;

/// How many letters are left out, put in, exchanged, or changed places with their neighbours, between two names.
fn distance(a: &[char], b: &str) -> usize {
    let mut rows = [[0; LONGEST + 1]; 3];
    let [before, last, next] = &mut rows;
    let (mut before, mut last, mut next) = (before, last, next);
    last.iter_mut().enumerate().for_each(|(at, changes)| *changes = at);
    let mut left = None;
    for (row, letter) in b.chars().enumerate() {
        next[0] = row + 1;
        for (at, own) in a.iter().enumerate() {
            let exchanged = last[at] + usize::from(*own != letter);
            let mut least = exchanged.min(last[at + 1] + 1).min(next[at] + 1);
            if at > 0 && Some(*own) == left && a[at - 1] == letter {
                least = least.min(before[at - 1] + 1);
            }
            next[at + 1] = least;
        }
        left = Some(letter);
        (before, last, next) = (last, next, before);
    }
    last[a.len()]
}

/// Which letters a name has, some of them taken together.
fn letters(name: &str) -> u64 {
    name.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &str, known: &[&str]) -> Option<String> {
        match nearest(found, known.iter().copied()) {
            Word::Nearest(name) => name,
            Word::Composed(name) => Some(name),
            Word::Text(_) | Word::Phrase(_) => None,
        }
    }

    #[test]
    fn changes_between_names_are_counted() {
        let changes = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), b);
        let pairs = [("", "", 0), ("", "ab", 2), ("ab", "", 2), ("scale", "scael", 1), ("kitten", "sitting", 3)];
        for (a, b, expected) in pairs.into_iter().chain([("hồ_sơ", "hồ_so", 1), ("abcd", "badc", 2), ("ab", "ba", 1)])
        {
            assert_eq!((changes(a, b), changes(b, a)), (expected, expected), "{a} {b}");
        }
        assert_eq!(changes(&"a".repeat(LONGEST), &"b".repeat(80)), 80);
    }

    #[test]
    fn the_first_of_the_nearest_names_is_meant() {
        assert_eq!(near("raning", &["rating", "ranking", "rounding"]).as_deref(), Some("rating"));
        assert_eq!(near("khong", &["không", "có"]).as_deref(), Some("không"));
        assert_eq!(near("x", &["facts", "tree"]), None);
        assert_eq!(near(&"a".repeat(65), &["a"]), None);
        let many: Vec<_> = (0..20_000).map(|at| format!("name{at:05}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(near("name0000", &many).as_deref(), Some("name00000"));
    }
}
