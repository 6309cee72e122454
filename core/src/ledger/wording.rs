//! The words of ledgers in both languages, and figures as people read them.

use rust_decimal::Decimal;

use crate::criteria::{Mode, Title};
use crate::diagnostic::{Language, bilingual};
use crate::number::{Number, Rounding, RoundingMode};

bilingual! {
    /// A word or sentence; words in braces are filled by who uses it.
    pub(super) Word;
    Measure "Measure" "Chỉ tiêu đo";
    Condition "Condition" "Điều kiện";
    Answer "Answer" "Trả lời";
    NoAnswer "no answer" "chưa trả lời";
    Change "Changed" "Điều chỉnh";
    Stages "Points by stage" "Điểm theo bước";
    Rounding "Rounding" "Làm tròn";
    Points "Points" "Điểm";
    Option "Option" "Lựa chọn";
    Written "Points as written" "Điểm do người chấm ghi";
    AsMeasured "Points are the measure" "Điểm bằng chỉ tiêu đo";
    Band "Band" "Khung điểm";
    Cell "Cell" "Ô trong bảng";
    Proportional "In proportion" "Theo tỷ lệ";
    Interpolate "Between two knots" "Nội suy giữa hai mốc";
    Base "Base" "Điểm gốc";
    MinusCap "Cap on deductions" "Trần điểm trừ";
    PlusCap "Cap on additions" "Trần điểm cộng";
    Net "Limits of plus and minus" "Giới hạn cộng trừ";
    Cap "Cap" "Mức trần";
    Floor "Floor" "Mức sàn";
    Bounds "Bounds of the total" "Giới hạn tổng điểm";
    ZeroBelow "Below the threshold" "Dưới ngưỡng";
    Outside "Outside the limits" "Ngoài giới hạn";
    When "Condition does not hold" "Không đạt điều kiện";
    OneOf "An earlier line counts" "Đã tính dòng trước";
    IfEmpty "Nothing to measure" "Không phát sinh";
    Override "Points set" "Điểm ấn định";
    ClassSet "Class set" "Xếp loại ấn định";
    NotApplicable "Not applicable" "Không áp dụng";
    Missing "Missing" "Thiếu số liệu";
    Share "Share of what does not apply" "Phần của tiêu chí không áp dụng";
    Combined "Together" "Gộp chung";
    Times "Coefficient" "Hệ số";
    Compared "Beside the others" "So với các đơn vị khác";
    Least "least" "thấp nhất";
    Greatest "greatest" "cao nhất";
    Average "mean" "trung bình";
    Deviation "standard deviation" "độ lệch chuẩn";
    UnitsBetter "units better" "số đơn vị tốt hơn";
    UnitsWorse "units worse" "số đơn vị kém hơn";
    UnitsCompared "units compared" "số đơn vị được so";
    Step "Further" "Bước khác";
    Bonus "Bonus" "Điểm thưởng";
    Penalty "Penalty" "Điểm trừ";
    Total "Total" "Tổng điểm";
    TotalSoFar "Total so far" "Tổng điểm hiện có";
    Index "Index (%)" "Chỉ số (%)";
    Class "Class" "Xếp loại";
    Gate "Gate" "Điều kiện khống chế";
    Quota "Quota" "Tỷ lệ khống chế";
    QuotaAllowed "{share} × {base}: at most {n}" "{share} × {base}: nhiều nhất {n}";
    QuotaPlace "place {place} of {of}" "thứ {place} trong {of}";
    QuotaKept "within the quota" "trong tỷ lệ";
    QuotaTied "equal to others at the cut" "bằng đơn vị khác tại ranh giới";
    QuotaBeyond "beyond the quota" "vượt tỷ lệ";
    Ticked "ticked" "được đánh dấu";
    Yes "yes" "có";
    No "no" "không";
    Nothing "none" "chưa có";
    StateEmpty "empty (nothing to count)" "rỗng (không phát sinh)";
    StateMissing "missing" "thiếu";
    StatePending "pending" "chờ chấm";
    StateGone "n/a" "không áp dụng";
    Digit "1 digit, {mode}" "1 chữ số, {mode}";
    Digits "{n} digits, {mode}" "{n} chữ số, {mode}";
    HalfUp "half up" "nửa đơn vị làm tròn lên";
    HalfEven "half even" "nửa đơn vị về số chẵn";
    Down "down" "cắt bỏ phần dư";
    Up "up" "luôn làm tròn lên";
    PrintedOnly "only as printed" "chỉ khi in";
    Weight "weight {weight}" "trọng số {weight}";
    LeastFraction "the lowest part" "tỷ lệ thấp nhất";
    GreatestFraction "the highest part" "tỷ lệ cao nhất";
    BestFractions "mean of the best {n}" "trung bình {n} tỷ lệ cao nhất";
    GeometricMean "geometric mean" "trung bình nhân";
    HarmonicMean "harmonic mean" "trung bình điều hòa";
    AreTaken "{ids} taken" "lấy {ids}";
    Decides "{ids} decides" "{ids} quyết định";
    NotForUnit "does not exist for this unit" "không có đối với đơn vị này";
    CountsFull "counts with full points" "tính đủ điểm";
    CountsZero "counts as 0" "tính 0 điểm";
    LeavesNode "leaves the node and its maximum" "không tính, giảm điểm tối đa tương ứng";
    AtMost "at most {limit}" "không quá {limit}";
    SinksTo "down by {n}" "hạ {n} bậc";
    NotRated "not rated" "không xếp loại";
    ReachBand "{rule}: {points} points" "{rule}: {points} điểm";
    ReachValue "value {value}: {points} points" "giá trị {value}: {points} điểm";
    ReachTarget "target {value}: {points} points" "đạt mức {value}: {points} điểm";
    WithoutLine "without `{name}`" "nếu không có “{name}”";
    AnyValue "any value" "mọi giá trị";
    TickIt "with `{name}`" "nếu đạt “{name}”";
    Rows "{n} rows" "{n} dòng";
    RowsRejected "{n} rejected, {reason}: {ids}" "loại {n} dòng, {reason}: {ids}";
    RowsReplaced "a later row counts" "đã có dòng mới hơn";
    RowsLack "a required cell is missing" "thiếu ô bắt buộc";
    RowsMistyped "a value does not fit its column" "giá trị sai kiểu";
    RowsLeftOut "{n} left out by the condition" "{n} dòng ngoài điều kiện";
    RowsUnknown "{n} without a value" "{n} dòng chưa có giá trị";
    RowsCounted "{n} count" "{n} dòng được tính";
    RowsHold "holds for {held} of {n}" "{held} trên {n} dòng đạt";
    And "and" "và";
    Or "or" "hoặc";
    Not "not" "không";
    In "in" "thuộc";
}

/// A language, and how figures, dates and titles are written in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tongue(pub(super) Language);

impl Tongue {
    pub(super) const fn say(self, word: Word) -> &'static str {
        word.text(self.0)
    }

    /// A sentence with its words filled.
    pub(super) fn fill(self, word: Word, words: &[(&str, &str)]) -> String {
        let filled = |text: String, (name, with): &(&str, &str)| text.replace(&format!("{{{name}}}"), with);
        words.iter().fold(self.say(word).to_owned(), filled)
    }

    /// The decimal sign of the language in a canonical text.
    pub(super) fn local(self, digits: &str) -> String {
        if self.0 == Language::Vi { digits.replace('.', ",") } else { digits.to_owned() }
    }

    /// A figure as people read it: exact, or to six digits where it has more.
    pub(super) fn number(self, number: &Number) -> String {
        if number.mantissa().is_some_and(|(_, scale)| scale <= Rounding::SHOWN.digits) {
            return self.local(&number.to_string());
        }
        let rounded = number.round(Rounding::SHOWN);
        match rounded {
            Ok(rounded) if rounded != *number => format!("≈ {}", self.local(&rounded.to_string())),
            _ => self.local(&number.to_string()),
        }
    }

    pub(super) fn decimal(self, decimal: Decimal) -> String {
        self.number(&Number::from_decimal(decimal))
    }

    /// A date or a time as it is written in the language; other texts stay as they are.
    pub(super) fn date(self, text: &str) -> String {
        let parts = text.split_at_checked(10).and_then(|(day, time)| {
            let [year, month, day] = day.split('-').collect::<Vec<_>>().try_into().ok()?;
            Some((format!("{day}/{month}/{year}"), time))
        });
        match parts {
            Some((day, time)) if self.0 == Language::Vi => format!("{day}{}", time.replacen('T', " ", 1)),
            _ => text.to_owned(),
        }
    }

    pub(super) fn title(self, title: Option<&Title>) -> Option<String> {
        title.map(|title| title.text(self.0)).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
    }

    /// Digits and mode of a rounding.
    pub(super) fn rounding(self, rounding: Rounding) -> String {
        let mode = match mode_of(rounding.mode) {
            Mode::HalfUp => Word::HalfUp,
            Mode::HalfEven => Word::HalfEven,
            Mode::Down => Word::Down,
            Mode::Up => Word::Up,
        };
        let digits = if rounding.digits == 1 { Word::Digit } else { Word::Digits };
        self.fill(digits, &[("n", &rounding.digits.to_string()), ("mode", self.say(mode))])
    }
}

/// The declared mode of a rounding; `floor` and `ceil` are functions and never declared.
pub(super) const fn mode_of(mode: RoundingMode) -> Mode {
    match mode {
        RoundingMode::HalfUp => Mode::HalfUp,
        RoundingMode::HalfEven => Mode::HalfEven,
        RoundingMode::Down | RoundingMode::Floor => Mode::Down,
        RoundingMode::Up | RoundingMode::Ceil => Mode::Up,
    }
}

/// Texts with a mark between them; empty ones are left out.
pub(super) fn joined<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
