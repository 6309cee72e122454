//! The sentences of comparisons, in both languages.

use crate::diagnostic::{Language, bilingual};

bilingual! {
    /// A sentence, or a part of one. Words in braces are filled.
    pub(super) Sentence;
    State "state {old} → {new}" "tình trạng {old} → {new}";
    Group "group {old} → {new}" "nhóm {old} → {new}";
    Total "total {old} → {new}{difference}" "tổng điểm {old} → {new}{difference}";
    Maximum "maximum {old} → {new}{difference}" "điểm tối đa {old} → {new}{difference}";
    Index "index {old} → {new}{difference}" "chỉ số {old} → {new}{difference}";
    Class "class {old} → {new}" "xếp loại {old} → {new}";
    Rank "{ranking} {old} → {new}" "{ranking} {old} → {new}";
    Gates "gates {old} → {new}" "điều kiện khống chế {old} → {new}";
    Quotas "quotas {old} → {new}" "tỷ lệ khống chế {old} → {new}";
    Output "{id} {old} → {new}" "{id} {old} → {new}";
    By "by {parts}" "do {parts}";
    Indicators "indicators {parts}" "tiêu chí {parts}";
    Rest "rest" "phần còn lại";
    RestBy "rest ({causes})" "phần còn lại ({causes})";
    Bounds "bounds" "giới hạn tổng điểm";
    TotalRounding "rounding of the total" "làm tròn tổng điểm";
    Gate "gate {id}" "điều kiện khống chế {id}";
    Nothing "none" "không có";

    Changed "{place}{what} {old} → {new}" "{place}{what} {old} → {new}";
    Added "{entry}{title} added" "thêm {entry}{title}";
    AddedUnder "{entry}{title} added under {parent}" "thêm {entry}{title} vào {parent}";
    Removed "{entry}{title} removed" "bỏ {entry}{title}";
    Moved "{entry}: moved from {old} to {new}" "{entry}: chuyển từ {old} sang {new}";
    Reordered "{place}order of the {what} {old} → {new}" "{place}thứ tự {what} {old} → {new}";
    Range "{place}points that a stage may set {old} → {new}" "{place}khoảng điểm một bước được đặt {old} → {new}";
    OfFact "fact {id}" "số liệu {id}";
    OfTable "table {id}" "danh sách {id}";
    OfColumn "column {id}" "cột {id}";
    OfRule "rule {id}" "điều kiện {id}";
    OfGroup "group {id}" "nhóm {id}";
    OfStage "stage {id}" "bước {id}";
    OfClass "{id}" "{id}";
    OfQuota "quota {id}" "tỷ lệ khống chế {id}";
    OfOrderKey "key {id}" "số đem xếp {id}";
    OfRaised "raised share {id}" "tỷ lệ được nâng {id}";
    OfRanking "ranking {id}" "bảng xếp hạng {id}";
    OfTieBreak "tie-break {id}" "tiêu chí phụ {id}";
    OfOutput "output {id}" "kết quả xuất {id}";
    OfCheck "check {id}" "kiểm tra {id}";
    OfChoice "option {id}" "lựa chọn {id}";
    OfItem "item {id}" "mục {id}";
    OfBand "band {id}" "mức {id}";
    OfLine "line {id}" "dòng {id}";
    OfKnot "knot at {id}" "mốc {id}";
    OfRow "row {id}" "hàng {id}";
    OfNumber "number {id}" "số thứ {id}";
    OtherBand "for the rest" "còn lại";
    Top "the top" "cấp cao nhất";
    Quoted " “{title}”" " “{title}”";
}

impl Sentence {
    /// The sentence with its words.
    pub(super) fn say(self, language: Language, words: &[(&str, &str)]) -> String {
        let mut text = String::new();
        let mut rest = self.text(language);
        // What fills a word may have braces of its own.
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            text.push_str(words.iter().find(|(known, _)| *known == name).map_or("", |(_, word)| word));
            rest = after;
        }
        text.push_str(rest);
        text
    }
}
