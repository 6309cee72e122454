//! The keys of a criteria set in words: in the order in which they are compared, what their values are, and what
//! holds where they are absent.

use crate::diagnostic::Language;

/// What an object of a criteria set is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Set,
    Group,
    Table,
    Column,
    Rule,
    Fact,
    Indicator,
    Section,
    Stage,
    Gate,
    Classes,
    Class,
    Quota,
    OrderKey,
    Raised,
    Ranking,
    TieBreak,
    Output,
    Check,
    Roundings,
    Rounding,
    Choice,
    Item,
    Band,
    Line,
    Entered,
    Knot,
    Row,
    /// A part that has no name of its own.
    Part,
}

impl Kind {
    /// What the entries of a list are.
    pub(super) fn of_list(self, key: &str) -> Option<Self> {
        Some(match (self, key) {
            (Self::Set, "groups") => Self::Group,
            (Self::Set, "tables") => Self::Table,
            (Self::Table, "columns") => Self::Column,
            (Self::Table, "valid") => Self::Rule,
            (Self::Set, "facts") => Self::Fact,
            (Self::Set, "stages") => Self::Stage,
            (Self::Set, "gates") => Self::Gate,
            (Self::Classes, _) => Self::Class,
            (Self::Set, "quotas") => Self::Quota,
            (Self::Quota, "order") => Self::OrderKey,
            (Self::Quota, "raised") => Self::Raised,
            (Self::Set, "ranking") => Self::Ranking,
            (Self::Ranking, "tie_break") => Self::TieBreak,
            (Self::Set, "outputs") => Self::Output,
            (Self::Set, "checks") => Self::Check,
            (_, "options") => Self::Choice,
            (_, "checklist" | "items") => Self::Item,
            (_, "bands") => Self::Band,
            (_, "lines") => Self::Line,
            (_, "knots") => Self::Knot,
            (Self::Part, "points") => Self::Row,
            _ => return None,
        })
    }

    /// What the object under a key is.
    pub(super) fn of_object(self, key: &str) -> Self {
        match (self, key) {
            (Self::Set, "bonus" | "penalty") => Self::Section,
            (Self::Set, "classes") | (Self::Classes, "bands") => Self::Classes,
            (Self::Set, "rounding") => Self::Roundings,
            (Self::Roundings, _) | (_, "rounding") => Self::Rounding,
            (_, "entered") => Self::Entered,
            _ => Self::Part,
        }
    }

    /// Whether an absent object is compared key by key, as an empty one.
    pub(super) fn opens(self, key: &str) -> bool {
        let opens = ["source", "valid", "bonus", "penalty", "bounds", "classes", "net", "rounding", "may", "window"];
        self == Self::Roundings || opens.contains(&key)
    }

    /// What holds where a key is absent, as it would be written.
    pub(super) fn default(self, key: &str) -> Option<&'static str> {
        Some(match (self, key) {
            (Self::Set, "not_applicable") => "rebase",
            (Self::Set, "missing") => "incomplete",
            (Self::Fact, "type") => "number",
            (Self::Column, "optional") | (Self::Line, "once") | (Self::Stage, "final") | (Self::Rounding, "shown") => {
                "false"
            }
            (Self::Indicator, "combine") => "sum",
            (Self::Indicator, "weight") => "1",
            (Self::Indicator, "counts" | "in_maximum") => "true",
            (Self::Indicator, "if_empty") => "missing",
            (Self::Stage, "reason") => "optional",
            (Self::Rounding, "mode") => "half_up",
            (Self::Ranking | Self::Classes, "figure") => "published",
            (Self::Ranking, "id") => "rank",
            (Self::Ranking, "by") | (Self::Classes, "of") => "index",
            (Self::Ranking | Self::TieBreak | Self::OrderKey, "order") => "desc",
            (Self::Quota, "counted") => "after",
            (Self::Quota, "mode") => "warn",
            (Self::Ranking, "ties") => "competition",
            _ => return None,
        })
    }
}

/// How a value is shown in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Plain,
    Title,
    Formula,
}

/// Whether a key only holds what is named without it.
pub(super) fn is_silent(key: &str) -> bool {
    matches!(key, "scale" | "list" | "tally" | "effect") || SCALES.contains(&key)
}

const SCALES: [&str; 9] =
    ["options", "checklist", "entered", "value", "bands", "matrix", "proportional", "interpolate", "relative"];

/// The place of a key in the order of comparison, after all that is known for one that is not.
pub(super) fn position(key: &str) -> usize {
    KEYS.iter().position(|known| known.0 == key).unwrap_or(KEYS.len())
}

/// A key in words; one that has none as it is written.
pub(super) fn word(kind: Kind, key: &str, language: Language) -> String {
    let own = OWN.iter().find(|known| (known.0, known.1) == (kind, key)).map(|known| (known.2, known.3));
    let words = own.or_else(|| KEYS.iter().find(|known| known.0 == key).map(|known| (known.1, known.2)));
    match (words, language) {
        (Some((en, _)), Language::En) => en.to_owned(),
        (Some((_, vi)), Language::Vi) => vi.to_owned(),
        (None, _) => format!("`{key}`"),
    }
}

/// How the value of a key is shown.
pub(super) fn shown(kind: Kind, key: &str) -> Shown {
    if (kind, key) == (Kind::Stage, "reason") {
        // A word there, and a text for people at a gate.
        return Plain;
    }
    KEYS.iter().find(|known| known.0 == key).map_or(Shown::Plain, |known| known.3)
}

use Shown::{Formula, Plain, Title};

/// Keys that mean something else there.
const OWN: &[(Kind, &str, &str, &str)] = &[
    (Kind::Quota, "of", "base", "cơ sở tính"),
    (Kind::Table, "unit", "name of the units' column in files", "tên cột mã đơn vị trong tệp"),
    (Kind::Table, "valid", "rules of rows", "điều kiện hợp lệ của dòng"),
    (Kind::Column, "source", "name in files", "tên trong tệp"),
];

const KEYS: &[(&str, &str, &str, Shown)] = &[
    ("format", "format", "định dạng", Plain),
    ("id", "id", "mã", Plain),
    ("version", "version", "phiên bản", Plain),
    ("title", "title", "tên", Title),
    ("vi", "in Vietnamese", "tiếng Việt", Title),
    ("en", "in English", "tiếng Anh", Title),
    ("source", "source", "nguồn", Plain),
    ("document", "document", "văn bản", Title),
    ("date", "date", "ngày", Plain),
    ("url", "address", "địa chỉ", Plain),
    ("note", "note", "ghi chú", Title),
    ("valid", "validity", "hiệu lực", Plain),
    ("groups", "groups", "các nhóm", Plain),
    ("tables", "tables", "các danh sách", Plain),
    ("columns", "columns", "các cột", Plain),
    ("optional", "optional", "có thể để trống", Plain),
    ("latest", "only the latest of", "chỉ dòng mới nhất theo", Plain),
    ("facts", "facts", "số liệu", Plain),
    ("type", "type", "kiểu", Plain),
    ("formula", "formula", "công thức", Formula),
    ("unit", "unit of measurement", "đơn vị tính", Plain),
    ("tree", "indicators", "các tiêu chí", Plain),
    ("children", "children", "các tiêu chí con", Plain),
    ("combine", "combining", "cách gộp", Plain),
    ("times", "factor", "hệ số nhân", Formula),
    ("max", "maximum", "điểm tối đa", Plain),
    ("weight", "weight", "trọng số", Plain),
    ("measure", "measure", "chỉ tiêu đo", Formula),
    ("scale", "scale", "thang điểm", Plain),
    ("options", "options", "các lựa chọn", Plain),
    ("checklist", "checklist", "danh mục", Plain),
    ("items", "items", "các mục", Plain),
    ("entered", "entered points", "điểm nhập", Plain),
    ("value", "value", "giá trị", Plain),
    ("bands", "bands", "các mức", Plain),
    ("matrix", "matrix", "bảng điểm", Plain),
    ("rows", "rows", "hàng", Plain),
    ("proportional", "proportional scale", "thang tỷ lệ", Plain),
    ("interpolate", "interpolation", "nội suy", Plain),
    ("tally", "tally", "thang cộng trừ", Plain),
    ("relative", "relative scale", "thang so sánh", Plain),
    ("list", "list", "danh sách", Plain),
    ("from", "from", "từ", Plain),
    ("above", "above", "trên", Plain),
    ("to", "to", "đến", Plain),
    ("below", "below", "dưới", Plain),
    ("at", "exactly", "đúng bằng", Plain),
    ("until", "until", "đến hết", Plain),
    ("points", "points", "điểm", Plain),
    ("of_max", "part of the maximum", "phần của điểm tối đa", Plain),
    ("step", "step", "bước nhảy", Plain),
    ("outside", "outside the limits", "ngoài giới hạn", Plain),
    ("gaps", "gaps", "khoảng trống", Plain),
    ("target", "target", "chỉ tiêu", Plain),
    ("zero_below", "no points below", "không điểm khi dưới", Plain),
    ("knots", "knots", "các mốc", Plain),
    ("base", "base", "điểm gốc", Plain),
    ("lines", "lines", "các dòng", Plain),
    ("count", "count", "số lần", Formula),
    ("amount", "amount", "số điểm", Formula),
    ("of", "figure read", "đại lượng đọc", Formula),
    ("when", "condition", "điều kiện", Formula),
    ("one_of", "first of", "chọn một trong", Plain),
    ("once", "at most once", "chỉ một lần", Plain),
    ("excused", "excused", "được trừ ra", Formula),
    ("minus_cap", "cap of the deductions", "mức trừ tối đa", Plain),
    ("plus_cap", "cap of the additions", "mức cộng tối đa", Plain),
    ("net", "limits of the sum", "giới hạn cộng trừ", Plain),
    ("cap", "cap", "mức tối đa", Plain),
    ("floor", "floor", "mức tối thiểu", Plain),
    ("ceiling", "ceiling", "mức trần", Plain),
    ("if_empty", "when empty", "khi rỗng", Plain),
    ("rounding", "rounding", "làm tròn", Plain),
    ("nodes", "nodes", "nhóm tiêu chí", Plain),
    ("maximum", "maximum", "điểm tối đa", Plain),
    ("total", "total", "tổng điểm", Plain),
    ("index", "index", "chỉ số", Plain),
    ("values", "measured values", "giá trị đo", Plain),
    ("digits", "digits", "số chữ số", Plain),
    ("mode", "mode", "cách thực hiện", Plain),
    ("shown", "only as shown", "chỉ khi hiển thị", Plain),
    ("counts", "counts", "có tính điểm", Plain),
    ("in_maximum", "in the maximum", "tính vào điểm tối đa", Plain),
    ("applies_to", "applies to", "áp dụng cho", Formula),
    ("assessed_by", "assessed by", "đơn vị thẩm định", Plain),
    ("closed_to", "closed to", "không chấm ở bước", Plain),
    ("reference", "reference", "căn cứ", Plain),
    ("evidence", "evidence", "minh chứng", Title),
    ("bonus", "bonus", "điểm thưởng", Plain),
    ("penalty", "penalty", "điểm trừ", Plain),
    ("bounds", "bounds of the total", "giới hạn tổng điểm", Plain),
    ("not_applicable", "not applicable", "khi không áp dụng", Plain),
    ("missing", "missing values", "khi thiếu số liệu", Plain),
    ("skip", "skip", "bỏ qua", Plain),
    ("at_least", "at least", "ít nhất", Plain),
    ("stages", "stages", "các bước", Plain),
    ("reason", "reason", "lý do", Title),
    ("final", "final", "bước quyết định", Plain),
    ("may", "may set", "được đặt", Plain),
    ("window", "window", "thời hạn", Plain),
    ("appraisers", "appraisers", "người thẩm định", Plain),
    ("roles", "roles", "vai trò", Plain),
    ("head", "head", "người đứng đầu", Plain),
    ("spread_at_most", "greatest spread", "độ lệch tối đa", Plain),
    ("beyond", "beyond the spread", "khi vượt độ lệch", Plain),
    ("own_unit", "own unit", "đơn vị của mình", Plain),
    ("answers", "answers", "câu trả lời", Plain),
    ("class", "the class", "xếp loại", Plain),
    ("best", "best", "tốt nhất", Plain),
    ("better", "better", "giá trị tốt hơn", Plain),
    ("min_max", "least to greatest", "từ nhỏ nhất đến lớn nhất", Plain),
    ("share_of_best", "share of the best", "so với giá trị tốt nhất", Plain),
    ("z_score", "standard deviations", "số độ lệch chuẩn", Plain),
    ("percentile", "percentile", "bách phân vị", Plain),
    ("rank", "rank", "thứ hạng", Plain),
    ("center", "points of the mean", "điểm của mức trung bình", Plain),
    ("spread", "points of a standard deviation", "điểm của một độ lệch chuẩn", Plain),
    ("overrides", "overrides of the class", "điều chỉnh xếp loại", Plain),
    ("gates", "gates", "điều kiện khống chế", Plain),
    ("effect", "effect", "hệ quả", Plain),
    ("class_at_most", "class at most", "xếp loại cao nhất", Plain),
    ("class_at_least", "class at least", "xếp loại thấp nhất", Plain),
    ("score_at_most", "total at most", "tổng điểm tối đa", Plain),
    ("drop", "bands down", "số bậc hạ", Plain),
    ("classes", "classes", "xếp loại", Plain),
    ("figure", "reading", "cách đọc", Plain),
    ("quotas", "quotas", "tỷ lệ khống chế", Plain),
    ("share", "share", "tỷ lệ", Plain),
    ("counted", "base counted", "đếm cơ sở", Plain),
    ("raised", "raised shares", "tỷ lệ được nâng", Plain),
    ("ranking", "rankings", "các bảng xếp hạng", Plain),
    ("within", "within", "trong phạm vi", Plain),
    ("by", "key", "số đem xếp", Formula),
    ("order", "order", "thứ tự", Plain),
    ("tie_break", "tie-breaks", "tiêu chí phụ", Plain),
    ("where", "only where", "chỉ khi", Formula),
    ("margin", "margin", "sai số", Formula),
    ("ties", "numbering of ties", "cách đánh số đồng hạng", Plain),
    ("outputs", "outputs", "kết quả xuất", Plain),
    ("checks", "checks", "kiểm tra", Plain),
    ("condition", "condition", "điều kiện", Formula),
    ("message", "message", "thông báo", Title),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::CriteriaSet;
    use crate::document::Schemas;

    /// Every key of the objects in a schema.
    fn keys(schema: &serde_json::Value, found: &mut Vec<String>) {
        match schema {
            serde_json::Value::Object(members) => {
                for (key, value) in members {
                    if let ("properties", Some(properties)) = (key.as_str(), value.as_object()) {
                        found.extend(properties.keys().cloned());
                    }
                    keys(value, found);
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_key_of_a_criteria_set_has_words() {
        let mut found = Vec::new();
        keys(&Schemas::of::<CriteriaSet>("", ""), &mut found);
        assert!(found.len() > 100);
        let nameless: Vec<_> = found.iter().filter(|key| position(key) == KEYS.len()).collect();
        assert!(nameless.is_empty(), "keys without words: {nameless:?}");
    }
}
