//! The catalogue: every code with its sentence and its mend, in both languages.
//!
//! A word in braces is filled by the diagnostic. Codes are part of the interface: they are never renamed.

use super::{Language, Severity};

macro_rules! catalogue {
    ($($variant:ident = $code:literal, $severity:ident,
        en $message_en:literal, $help_en:literal,
        vi $message_vi:literal, $help_vi:literal;)*) => {
        /// The stable code of a [`Diagnostic`](super::Diagnostic).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $code, "`: ", $message_en)] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as it is written in every language.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Whether it stops the work.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// The sentence; words in braces are filled by the diagnostic.
            pub const fn message_template(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::En) => $message_en,
                      (Self::$variant, Language::Vi) => $message_vi),*
                }
            }

            /// How to mend it.
            pub const fn help_template(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::En) => $help_en,
                      (Self::$variant, Language::Vi) => $help_vi),*
                }
            }
        }
    };
}

catalogue! {
    JsonSyntax = "json.syntax", Error,
        en "not valid JSON: {detail}", "correct the text at this place; every text, key and bracket must be closed",
        vi "JSON không hợp lệ: {detail}", "sửa văn bản tại chỗ này; mọi chuỗi, khóa và ngoặc phải được đóng";
    JsonDepth = "json.depth", Error,
        en "nested deeper than {limit} levels", "flatten the document",
        vi "lồng sâu quá {limit} cấp", "giảm số cấp lồng nhau";
    LimitBytes = "limit.bytes", Error,
        en "a text of {found} bytes, the limit is {limit}", "split it; who runs chamdiem may raise the limit `bytes`",
        vi "văn bản dài {found} byte, giới hạn {limit}", "tách nhỏ; người vận hành chamdiem có thể nâng giới hạn `bytes`";
    LimitValues = "limit.values", Error,
        en "more than {limit} values in one document", "split it; who runs chamdiem may raise the limit `values`",
        vi "hơn {limit} giá trị trong một tài liệu", "tách nhỏ; người vận hành chamdiem có thể nâng giới hạn `values`";
    LimitEntries = "limit.entries", Error,
        en "more than {limit} entries here", "split the list; who runs chamdiem may raise the limit `entries`",
        vi "hơn {limit} mục ở đây", "tách danh sách; người vận hành chamdiem có thể nâng giới hạn `entries`";
    LimitNodes = "limit.nodes", Error,
        en "more than {limit} indicators", "split the criteria set; who runs chamdiem may raise the limit `nodes`",
        vi "hơn {limit} tiêu chí", "tách bộ tiêu chí; người vận hành chamdiem có thể nâng giới hạn `nodes`";
    LimitStages = "limit.stages", Error,
        en "{found} stages, the limit is {limit}", "join stages; who runs chamdiem may raise the limit `stages`",
        vi "{found} bước, giới hạn {limit}", "gộp các bước; người vận hành chamdiem có thể nâng giới hạn `stages`";
    LimitTables = "limit.tables", Error,
        en "{found} tables, the limit is {limit}", "join tables; who runs chamdiem may raise the limit `tables`",
        vi "{found} bảng, giới hạn {limit}", "gộp các bảng; người vận hành chamdiem có thể nâng giới hạn `tables`";
    LimitColumns = "limit.columns", Error,
        en "{found} columns, the limit is {limit}", "leave columns out; who runs chamdiem may raise the limit `columns`",
        vi "{found} cột, giới hạn {limit}", "bỏ bớt cột; người vận hành chamdiem có thể nâng giới hạn `columns`";
    LimitSteps = "limit.steps", Error,
        en "the criteria set comes to more than {limit} steps", "ask fewer things of all indicators or groups at once; who runs chamdiem may raise the limit `steps`",
        vi "bộ tiêu chí cần hơn {limit} bước tính", "bớt các phép hỏi mọi tiêu chí hay mọi nhóm; người vận hành chamdiem có thể nâng giới hạn `steps`";
    LimitUnits = "limit.units", Error,
        en "more than {limit} units", "score the round in parts; who runs chamdiem may raise the limit `units`",
        vi "hơn {limit} đơn vị", "chấm từng phần; người vận hành chamdiem có thể nâng giới hạn `units`";
    LimitRows = "limit.rows", Error,
        en "more than {limit} rows in one table", "split the table; who runs chamdiem may raise the limit `rows`",
        vi "hơn {limit} dòng trong một bảng", "tách bảng; người vận hành chamdiem có thể nâng giới hạn `rows`";
    LimitFigures = "limit.figures", Error,
        en "results of more than {limit} indicators, counted for each unit and stage", "ask for totals alone, or score the round in parts; who runs chamdiem may raise the limit `figures`",
        vi "kết quả có hơn {limit} tiêu chí, tính theo từng đơn vị và từng bước", "chỉ lấy tổng điểm, hoặc chấm từng phần; người vận hành chamdiem có thể nâng giới hạn `figures`";
    LimitRowBytes = "limit.row_bytes", Error,
        en "a row of more than {limit} bytes", "close the quotation mark that is open; who runs chamdiem may raise the limit `row_bytes`",
        vi "một dòng dài hơn {limit} byte", "đóng dấu ngoặc kép còn mở; người vận hành chamdiem có thể nâng giới hạn `row_bytes`";
    JsonEncoding = "json.encoding", Error,
        en "the bytes are not UTF-8 (first wrong byte at {position})", "save the file as UTF-8",
        vi "tệp không phải UTF-8 (byte sai đầu tiên ở vị trí {position})", "lưu tệp theo mã UTF-8";
    DocumentEmpty = "document.empty", Error,
        en "the document is empty", "give a JSON object",
        vi "tài liệu trống", "cần một đối tượng JSON";
    DocumentType = "document.type", Error,
        en "found {found}, expected {expected}", "write {expected} here",
        vi "gặp {found}, cần {expected}", "viết {expected} ở đây";
    KeyUnknown = "key.unknown", Error,
        en "the key `{key}` is not known here{nearest}", "known keys: {known}",
        vi "khóa `{key}` không dùng được ở đây{nearest}", "các khóa dùng được: {known}";
    KeyMissing = "key.missing", Error,
        en "the key `{key}` is missing", "add `{key}`: {expected}",
        vi "thiếu khóa `{key}`", "thêm `{key}`: {expected}";
    KeyDuplicate = "key.duplicate", Error,
        en "the key `{key}` stands twice in this object", "keep one of the two",
        vi "khóa `{key}` xuất hiện hai lần trong đối tượng này", "chỉ giữ một";
    IdInvalid = "id.invalid", Error,
        en "`{found}` is not an id", "use letters, digits, `_`, `.` and `-` only, at least one",
        vi "`{found}` không phải mã hợp lệ", "chỉ dùng chữ, số, `_`, `.` và `-`, ít nhất một ký tự";
    TextDecomposed = "text.decomposed", Error,
        en "`{found}` is written with combining marks, and is another text than `{expected}`",
        "save the text as composed Unicode (NFC)",
        vi "`{found}` viết bằng Unicode tổ hợp (chữ và dấu rời nhau), là chuỗi khác với `{expected}`",
        "chuyển văn bản sang Unicode dựng sẵn (NFC)";
    NameMissing = "name.missing", Error,
        en "`{key}` names nothing", "write a name, or leave `{key}` out where it may be left out",
        vi "`{key}` không nêu tên nào", "viết tên, hoặc bỏ `{key}` nếu được phép bỏ";
    IdDuplicate = "id.duplicate", Error,
        en "the id `{id}` is used twice", "give each its own id",
        vi "mã `{id}` được dùng hai lần", "mỗi mục cần một mã riêng";
    NumberInexact = "number.inexact", Error,
        en "`{found}` has more than 15 significant digits and may have been rounded by a binary float", "write it as a string: \"{found}\"",
        vi "`{found}` có hơn 15 chữ số có nghĩa, có thể đã bị làm tròn nhị phân", "viết dưới dạng chuỗi: \"{found}\"";
    NumberSyntax = "number.syntax", Error,
        en "`{found}` is not a number in plain digits", "write digits with an optional minus and decimal point, such as \"12.5\"",
        vi "`{found}` không phải số viết bằng chữ số thường", "viết chữ số, có thể có dấu trừ và dấu chấm thập phân, ví dụ \"12.5\"";
    NumberOverflow = "number.overflow", Error,
        en "`{found}` is beyond the limit of exact numbers", "use at most 28 digits; round long chains of divisions where the regulation does",
        vi "`{found}` vượt giới hạn của số chính xác", "dùng nhiều nhất 28 chữ số; làm tròn chuỗi phép chia dài ở chỗ quy định cho phép";
    FormatVersion = "format.version", Error,
        en "format {found} is not supported", "this version reads format 1",
        vi "không hỗ trợ định dạng {found}", "phiên bản này đọc định dạng 1";
    DateInvalid = "date.invalid", Error,
        en "`{found}` is not a date", "write it as YYYY-MM-DD",
        vi "`{found}` không phải ngày", "viết theo dạng YYYY-MM-DD";
    DatetimeInvalid = "datetime.invalid", Error,
        en "`{found}` is not a date and time", "write it as YYYY-MM-DDTHH:MM, with seconds and an offset such as +07:00 where they are known",
        vi "`{found}` không phải ngày giờ", "viết theo dạng YYYY-MM-DDTHH:MM, thêm giây và múi giờ như +07:00 nếu có";
    ValueInvalid = "value.invalid", Error,
        en "found {found}, expected {expected}", "choose one of: {expected}",
        vi "gặp {found}, cần {expected}", "chọn một trong: {expected}";
    TitleEmpty = "title.empty", Error,
        en "a title without a text", "write the title in `vi` or `en`",
        vi "tiêu đề không có nội dung", "viết tiêu đề ở `vi` hoặc `en`";
    ValidityOrder = "validity.order", Error,
        en "`until` ({until}) is before `from` ({from})", "exchange the two dates",
        vi "`until` ({until}) trước `from` ({from})", "đổi chỗ hai ngày";
    LeafScaleMissing = "leaf.scale_missing", Error,
        en "`{id}` has neither children nor a scale", "give a leaf its `scale`, or a node its `children`",
        vi "`{id}` không có tiêu chí con lẫn thang điểm", "thêm `scale` cho tiêu chí hoặc `children` cho nhóm";
    LeafAndNode = "leaf.and_node", Error,
        en "`{id}` has both children and the leaf's key `{key}`", "move `{key}` to a leaf",
        vi "`{id}` vừa có tiêu chí con vừa có khóa `{key}` của tiêu chí thành phần", "chuyển `{key}` xuống tiêu chí thành phần";
    NodeOnLeaf = "node.on_leaf", Error,
        en "`{key}` belongs to nodes with children", "remove `{key}` from the leaf `{id}`",
        vi "`{key}` chỉ dùng cho nhóm có tiêu chí con", "bỏ `{key}` khỏi `{id}`";
    ScaleUnknown = "scale.unknown", Error,
        en "`{found}` is not a scale{nearest}", "known scales: {known}",
        vi "`{found}` không phải thang điểm{nearest}", "các thang điểm: {known}";
    ScaleEmpty = "scale.empty", Error,
        en "the scale has an empty list", "add at least one entry",
        vi "thang điểm có danh sách trống", "thêm ít nhất một mục";
    ScaleKeys = "scale.keys", Error,
        en "a scale has exactly one key, found {found}", "split it or remove what is too much",
        vi "thang điểm có đúng một khóa, gặp {found}", "tách ra hoặc bỏ bớt";
    ScaleBandsGap = "scale.bands.gap", Error,
        en "{witness} falls in no band", "close the gap, or declare `\"gaps\": \"missing\"` where the source leaves it open",
        vi "{witness} không thuộc khoảng nào", "lấp khoảng trống, hoặc khai `\"gaps\": \"missing\"` nếu văn bản bỏ ngỏ";
    ScaleBandsOverlap = "scale.bands.overlap", Error,
        en "{witness} falls in two bands", "change an edge from `from` to `above`, or from `to` to `below`",
        vi "{witness} thuộc hai khoảng", "đổi mép `from` thành `above` hoặc `to` thành `below`";
    ScaleBandsOrder = "scale.bands.order", Error,
        en "the bands must stand from the highest down: {found} follows {before}", "sort the bands, best first",
        vi "các khoảng phải xếp từ cao xuống thấp: {found} đứng sau {before}", "xếp lại, cao trước";
    ScaleBandEdges = "scale.bands.edges", Error,
        en "a band with contradicting edges", "use at most one of `from`, `above` and one of `to`, `below`, the lower first; `at` stands alone",
        vi "khoảng có các mép mâu thuẫn", "dùng nhiều nhất một trong `from`, `above` và một trong `to`, `below`, mép thấp trước; `at` đứng một mình";
    ScaleTableShape = "scale.table.shape", Error,
        en "{found} where {expected} are needed", "give one row of points for each row band, one number for each column band",
        vi "có {found} trong khi cần {expected}", "mỗi khoảng hàng một dòng điểm, mỗi khoảng cột một số";
    RelativeTo = "relative.to", Error,
        en "the worst and the best value get the same points", "write two different numbers, [worst, best]",
        vi "giá trị kém nhất và tốt nhất được cùng một điểm", "viết hai số khác nhau, [kém nhất, tốt nhất]";
    ScaleKnotsOrder = "scale.knots.order", Error,
        en "the knots must be at least two and strictly ascending or descending", "sort the knots by value and remove repetitions",
        vi "cần ít nhất hai mốc, tăng dần hoặc giảm dần nghiêm ngặt", "xếp các mốc theo giá trị và bỏ mốc trùng";
    ScaleMeasureMissing = "scale.measure_missing", Error,
        en "a `{scale}` needs a measure here", "add `measure` (or `of`) with the formula of the value",
        vi "thang `{scale}` ở đây cần chỉ tiêu đo", "thêm `measure` (hoặc `of`) với công thức tính giá trị";
    ScaleType = "scale.type", Error,
        en "a `{scale}` cannot take {found}, it takes {expected}", "change the measure or the scale",
        vi "thang `{scale}` không nhận {found}, chỉ nhận {expected}", "đổi chỉ tiêu đo hoặc thang điểm";
    ScaleRange = "scale.range", Error,
        en "`{low}` is above `{high}`", "exchange the two limits",
        vi "`{low}` lớn hơn `{high}`", "đổi chỗ hai giới hạn";
    ScaleStep = "scale.step", Error,
        en "the step must be positive", "write a positive `step` or leave it out",
        vi "bước phải dương", "viết `step` dương hoặc bỏ đi";
    ScaleOutside = "scale.outside", Error,
        en "limits without saying what happens outside them", "add `\"outside\": \"clamp\"` or `\"outside\": \"error\"`",
        vi "có giới hạn nhưng không nói xử lý giá trị ngoài", "thêm `\"outside\": \"clamp\"` hoặc `\"outside\": \"error\"`";
    ScaleTarget = "scale.target", Error,
        en "the target must be positive", "write a positive `target`",
        vi "mục tiêu phải dương", "viết `target` dương";
    ScalePoints = "scale.points", Error,
        en "{found} of `points` and `of_max`", "give exactly one of the two",
        vi "có {found} trong `points` và `of_max`", "chỉ dùng đúng một";
    TallyCap = "tally.cap", Error,
        en "a cap must not be negative", "write the cap as a positive number; the line's sign tells the side",
        vi "mức trần không được âm", "viết mức trần là số dương; dấu của dòng cho biết cộng hay trừ";
    TallyLine = "tally.line", Error,
        en "the line `{id}` has {found}", "give exactly one of `points` and `amount`; `count`, `once` and `excused` belong to `points`",
        vi "dòng `{id}` có {found}", "chỉ dùng một trong `points` và `amount`; `count`, `once`, `excused` đi với `points`";
    FormulaSyntax = "formula.syntax", Error,
        en "{detail} at `{near}`", "check operators, quotes and parentheses of the formula",
        vi "{detail} tại `{near}`", "kiểm tra toán tử, dấu nháy và ngoặc của công thức";
    FormulaTooLong = "formula.too_long", Error,
        en "a formula of {found}, the limit is {limit}", "split it with derived facts",
        vi "công thức dài {found}, giới hạn {limit}", "tách thành các số liệu dẫn xuất";
    FormulaDepth = "formula.depth", Error,
        en "the formula is deeper than {limit}: brackets in brackets, or operators that wait for each other", "split it with derived facts",
        vi "công thức sâu quá {limit}: ngoặc lồng ngoặc, hoặc các phép tính nối tiếp nhau", "tách thành các số liệu dẫn xuất";
    FormulaUnknownName = "formula.unknown_name", Error,
        en "`{name}` is not known here{nearest}", "declare it under `facts`, or use a built-in name",
        vi "không biết `{name}` ở đây{nearest}", "khai báo trong `facts` hoặc dùng tên có sẵn";
    FormulaUnknownFunction = "formula.unknown_function", Error,
        en "there is no function `{name}`{nearest}", "known functions: {known}",
        vi "không có hàm `{name}`{nearest}", "các hàm: {known}";
    FormulaArity = "formula.arity", Error,
        en "`{name}` takes {expected}, found {found}", "correct the arguments",
        vi "`{name}` nhận {expected}, gặp {found}", "sửa lại đối số";
    FormulaType = "formula.type", Error,
        en "{what} must be {expected}, found {found}", "compare or calculate with values of the right kind",
        vi "{what} phải là {expected}, gặp {found}", "so sánh hoặc tính với giá trị đúng kiểu";
    FormulaTime = "formula.time", Error,
        en "`{found}` is no time of day", "write hours and minutes, '00:00' to '23:59'",
        vi "`{found}` không phải giờ trong ngày", "viết giờ và phút, từ '00:00' đến '23:59'";
    FormulaNameHides = "formula.name_hides", Error,
        en "`{name}` hides a built-in name", "rename it",
        vi "`{name}` che tên có sẵn", "đổi tên";
    FactCycle = "fact.cycle", Error,
        en "a circle of definitions: {cycle}", "break the circle: one of them must not depend on the others",
        vi "vòng tròn định nghĩa: {cycle}", "cắt vòng: một mục không được phụ thuộc các mục kia";
    FactDepth = "fact.depth", Error,
        en "`{id}` is read through more than {limit} other definitions", "let it read what it needs directly, or compute in fewer steps",
        vi "`{id}` được đọc qua hơn {limit} định nghĩa khác", "cho đọc trực tiếp, hoặc tính qua ít bước hơn";
    RoundingRequired = "rounding.required", Error,
        en "{what} may not end in decimals and has no declared rounding", "declare one of these: {declare}",
        vi "{what} có thể là số thập phân vô hạn mà chưa khai cách làm tròn", "khai một trong: {declare}";
    RoundingDigits = "rounding.digits", Error,
        en "{found} digits, the limit is {limit}", "declare fewer digits",
        vi "{found} chữ số, giới hạn {limit}", "khai ít chữ số hơn";
    WeightNotPositive = "weight.not_positive", Error,
        en "a weight must be positive, found {found}", "write a positive weight; `counts: false` shows a leaf that adds nothing",
        vi "trọng số phải dương, gặp {found}", "viết trọng số dương; `counts: false` để hiện mà không tính";
    MaximumMissing = "maximum.missing", Error,
        en "`{id}` needs a `max`{why}", "add `max`",
        vi "`{id}` cần `max`{why}", "thêm `max`";
    CombineBest = "combine.best", Error,
        en "the best 0 children have no mean", "say how many of the best children count, at least 1",
        vi "không có trung bình của 0 tiêu chí con tốt nhất", "nêu số tiêu chí con tốt nhất được tính, ít nhất 1";
    NodeCombineMaximum = "node.combine_maximum", Error,
        en "`{id}` needs a `max`{why}", "add `max`: the points that the fractions are multiplied with",
        vi "`{id}` cần `max`{why}", "thêm `max`: số điểm mà tỷ lệ được nhân với";
    MaximumNegative = "maximum.negative", Error,
        en "a maximum must not be negative, found {found}", "a deduction has `max` 0 and a scale that goes below",
        vi "điểm tối đa không được âm, gặp {found}", "tiêu chí trừ điểm có `max` 0 và thang điểm âm";
    MaximumZero = "maximum.zero", Error,
        en "`{id}` adds nothing to the maximum, and `{combine}` combines shares of maxima", "give it a `max` above 0 without `in_maximum: false`, or combine by `sum`",
        vi "`{id}` không góp vào điểm tối đa, trong khi `{combine}` gộp theo tỷ lệ trên điểm tối đa", "cho `max` lớn hơn 0 và bỏ `in_maximum: false`, hoặc gộp bằng `sum`";
    TreeEmpty = "tree.empty", Error,
        en "there is no indicator", "add at least one leaf",
        vi "không có tiêu chí nào", "thêm ít nhất một tiêu chí";
    TreeMaximumDiffers = "tree.maximum.differs", Warning,
        en "`{id}` states a maximum of {stated}, its children add up to {sum}", "correct one of the two, or leave `max` out",
        vi "`{id}` ghi tối đa {stated}, các tiêu chí con cộng lại {sum}", "sửa một trong hai, hoặc bỏ `max`";
    LintBandsHole = "lint.bands.hole", Warning,
        en "{witness} falls in no band, and its points would be missing", "ask what the source means for it, and close the gap",
        vi "{witness} không thuộc khoảng nào, điểm sẽ bị thiếu", "hỏi lại nơi ban hành, rồi bổ sung khoảng còn thiếu";
    LintBandUnreachable = "lint.band.unreachable", Warning,
        en "no value falls in this band: all lie in {range}", "compare the band with its measure",
        vi "không giá trị nào rơi vào khoảng này: mọi giá trị nằm trong {range}", "đối chiếu khoảng với chỉ tiêu đo";
    LintClassUnreachable = "lint.class.unreachable", Warning,
        en "no unit to which everything applies gets the class `{id}`: the figure lies in {range}", "compare the band of the class with the maxima",
        vi "không đơn vị nào (khi mọi tiêu chí đều áp dụng) đạt loại `{id}`: giá trị nằm trong {range}", "đối chiếu mức xếp loại với điểm tối đa";
    LintMeasureShare = "lint.measure.share", Warning,
        en "the value is a part of 1 (9 of 10 is 0.9), and the scale goes to {cut}", "measure with `percent`, or × 100",
        vi "giá trị là tỷ lệ trên 1 (9/10 là 0.9), còn thang điểm tính đến {cut}", "dùng `percent`, hoặc nhân 100";
    LintMeasurePercent = "lint.measure.percent", Warning,
        en "the value is a percentage (9 of 10 is 90), and the scale ends at {cut}", "write the scale in percent",
        vi "giá trị là phần trăm (9/10 là 90), còn thang điểm chỉ đến {cut}", "viết thang điểm theo phần trăm";
    LintPointsAboveMaximum = "lint.points.above_maximum", Warning,
        en "{points} points where the maximum is {max}", "correct one of the two; for points beyond the maximum use `bonus` or `\"in_maximum\": false`",
        vi "{points} điểm trong khi điểm tối đa là {max}", "sửa một trong hai; nếu là điểm vượt khung, dùng `bonus` hoặc `\"in_maximum\": false`";
    LintMaximumUnreached = "lint.maximum.unreached", Warning,
        en "nobody gets more than {best} of {max} points here", "correct the points or the maximum",
        vi "không ai đạt quá {best} trên {max} điểm ở đây", "sửa điểm hoặc điểm tối đa";
    LintMaximumNearHundred = "lint.maximum.near_hundred", Warning,
        en "all maxima add up to {sum}, almost 100", "look for the maximum that was printed wrong",
        vi "tổng điểm tối đa là {sum}, gần bằng 100", "tìm điểm tối đa bị in sai";
    LintPointsZero = "lint.points.zero", Warning,
        en "`{id}` gives 0 points", "write its points, or leave it out",
        vi "`{id}` cho 0 điểm", "ghi số điểm, hoặc bỏ mục này";
    LintBonusNegative = "lint.bonus.negative", Warning,
        en "{points} points in the bonus take off", "move it to `penalty`, or correct the sign",
        vi "{points} điểm trong mục điểm thưởng lại là trừ", "chuyển sang `penalty`, hoặc sửa dấu";
    LintPenaltyPositive = "lint.penalty.positive", Warning,
        en "{points} points in the penalty add", "write penalties as negative numbers, or move it to `bonus`",
        vi "{points} điểm trong mục điểm trừ lại là cộng", "ghi điểm trừ là số âm, hoặc chuyển sang `bonus`";
    LintPointsAboveCap = "lint.points.above_cap", Warning,
        en "{points} points at once, and the cap is {cap}", "correct one of the two",
        vi "một lần {points} điểm, trong khi mức khống chế là {cap}", "sửa một trong hai";
    LintCapPartial = "lint.cap.partial", Warning,
        en "no number of cases comes to the cap of {cap}: points go by {step}, and {rest} is left over", "correct the points or the cap",
        vi "không số lần nào cho đúng mức khống chế {cap}: điểm tăng theo {step}, còn dư {rest}", "sửa điểm hoặc mức khống chế";
    LintCapIdle = "lint.cap.idle", Warning,
        en "the limit of {cap} never binds: without it the points lie in {range}", "leave it out, or look for what is missing",
        vi "giới hạn {cap} không bao giờ có tác dụng: không có nó điểm vẫn nằm trong {range}", "bỏ đi, hoặc xem còn thiếu mục nào";
    LintRoundingUndeclared = "lint.rounding.undeclared", Warning,
        en "1 more in the value is {each} points, and no rounding of points is declared", "declare `/rounding/points`, or `rounding` here",
        vi "giá trị tăng 1 là {each} điểm, mà chưa khai làm tròn điểm", "khai `/rounding/points`, hoặc `rounding` ở đây";
    LintIndicatorNobody = "lint.indicator.nobody", Warning,
        en "no unit gets `{id}`", "correct `applies_to` here or above, or leave the indicator out",
        vi "không đơn vị nào có `{id}`", "sửa `applies_to` ở đây hoặc cấp trên, hoặc bỏ tiêu chí";
    LintShareAlone = "lint.share.alone", Warning,
        en "where `{id}` does not apply no sibling takes its share", "choose another `not_applicable` for it",
        vi "khi `{id}` không áp dụng thì không có tiêu chí cùng cấp nhận phần điểm", "chọn `not_applicable` khác cho tiêu chí này";
    LintCombineBest = "lint.combine.best", Warning,
        en "the best {best} of {children} children are all of them", "ask for fewer, or combine by `mean`",
        vi "{best} tỷ lệ cao nhất của {children} tiêu chí con là toàn bộ", "chọn số nhỏ hơn, hoặc gộp bằng `mean`";
    LintWeightIdle = "lint.weight.idle", Warning,
        en "under `{combine}` a weight has no effect", "leave the weight out, or combine by `mean`",
        vi "với `{combine}` trọng số không có tác dụng", "bỏ trọng số, hoặc gộp bằng `mean`";
    LintWeightSum = "lint.weight.sum", Warning,
        en "the weights add up to {sum}, not to {whole}", "correct the weights; fractions such as \"1/7\" are exact",
        vi "tổng trọng số là {sum}, không phải {whole}", "sửa trọng số; phân số như \"1/7\" là chính xác";
    LintIdGap = "lint.id.gap", Warning,
        en "no {missing} between `{before}` and `{after}`", "look whether it was left out or removed",
        vi "không có {missing} giữa `{before}` và `{after}`", "xem mục này bị bỏ sót hay đã bãi bỏ";
    LintTitleTwice = "lint.title.twice", Warning,
        en "`{id}` has the title of `{before}`", "say in which way the two differ",
        vi "`{id}` trùng tiêu đề với `{before}`", "nêu rõ hai mục khác nhau ở đâu";
    LintTitleMissing = "lint.title.missing", Warning,
        en "`{id}` has no title, although others beside it have one", "say what it is for",
        vi "`{id}` không có tiêu đề, trong khi mục bên cạnh có", "nêu rõ mục này tính điểm cho việc gì";
    LintTitleSum = "lint.title.sum", Warning,
        en "the title adds {sum} and leaves out `{missing}`", "correct the title, or the place of `{missing}`",
        vi "tiêu đề cộng {sum} mà bỏ `{missing}`", "sửa tiêu đề, hoặc vị trí của `{missing}`";
    LintValidBeforeSource = "lint.valid.before_source", Warning,
        en "no longer in force from {until}, before its source of {date}", "correct one of the two dates",
        vi "hết hiệu lực ngày {until}, trước ngày {date} của văn bản", "sửa một trong hai ngày";
    LintGateNever = "lint.gate.never", Warning,
        en "the condition of `{id}` holds for no unit", "compare it with what its figures can be",
        vi "điều kiện của `{id}` không đúng với đơn vị nào", "đối chiếu với khoảng giá trị có thể có";
    LintGateAlways = "lint.gate.always", Warning,
        en "the condition of `{id}` holds for every unit", "compare it with what its figures can be",
        vi "điều kiện của `{id}` đúng với mọi đơn vị", "đối chiếu với khoảng giá trị có thể có";
    LintGateIdle = "lint.gate.idle", Warning,
        en "the effect of `{id}` changes nothing", "correct the class, the limit or the number of bands",
        vi "hệ quả của `{id}` không làm thay đổi gì", "sửa loại, mức giới hạn hoặc số bậc";
    LintQuotaIdle = "lint.quota.idle", Warning,
        en "the quota `{id}` limits nothing", "lower the share, or correct the class",
        vi "tỷ lệ khống chế `{id}` không giới hạn gì", "giảm tỷ lệ, hoặc sửa mức xếp loại";
    LintQuotaNobody = "lint.quota.nobody", Warning,
        en "the quota `{id}` leaves nobody the class", "raise the share, or add classes to the base: `of`",
        vi "tỷ lệ khống chế `{id}` không để lại ai ở mức này", "nâng tỷ lệ, hoặc thêm mức vào cơ sở tính: `of`";
    LintTieBreakRepeated = "lint.tie_break.repeated", Warning,
        en "`{by}` has been compared before and breaks no tie", "choose another key",
        vi "`{by}` đã được so sánh trước đó nên không phân định được", "chọn tiêu chí phụ khác";
    LintTieBreakConstant = "lint.tie_break.constant", Warning,
        en "`{by}` is {value} for every unit and breaks no tie", "choose another key",
        vi "`{by}` bằng {value} với mọi đơn vị nên không phân định được", "chọn tiêu chí phụ khác";
    LintOutputConstant = "lint.output.constant", Warning,
        en "`{id}` is {value} for every unit", "compare the formula with what was meant",
        vi "`{id}` bằng {value} với mọi đơn vị", "đối chiếu công thức với ý định";
    LintCheckAlways = "lint.check.always", Warning,
        en "`{id}` holds for every unit, so it checks nothing", "compare the condition with what was meant",
        vi "`{id}` đúng với mọi đơn vị nên không kiểm tra được gì", "đối chiếu điều kiện với ý định";
    LintCheckNever = "lint.check.never", Warning,
        en "`{id}` holds for no unit", "compare the condition with what was meant",
        vi "`{id}` không đúng với đơn vị nào", "đối chiếu điều kiện với ý định";
    LintTooLarge = "lint.too_large", Warning,
        en "steps and groups come to {found}, more than can be looked at", "look at a set with some of the groups; errors were all found",
        vi "các bước và nhóm lên tới {found}, nhiều hơn mức có thể rà soát", "rà soát bộ tiêu chí với một số nhóm; mọi lỗi đã được tìm";
    LintFactUnused = "lint.fact.unused", Warning,
        en "nothing reads the fact `{id}`", "use it, or leave it out",
        vi "không mục nào dùng số liệu `{id}`", "đưa vào công thức, hoặc bỏ đi";
    LintTableUnused = "lint.table.unused", Warning,
        en "nothing reads the table `{id}`", "use it, or leave it out",
        vi "không mục nào dùng bảng `{id}`", "đưa vào công thức, hoặc bỏ đi";
    LintColumnUnused = "lint.column.unused", Warning,
        en "nothing reads the column `{id}` of `{table}`", "use it, or leave it out",
        vi "không mục nào dùng cột `{id}` của `{table}`", "đưa vào công thức, hoặc bỏ đi";
    LintGroupEmpty = "lint.group.empty", Warning,
        en "no indicator applies to the group `{id}`", "add the group where it belongs, or leave it out",
        vi "không tiêu chí nào áp dụng cho khối `{id}`", "thêm khối vào chỗ cần, hoặc bỏ đi";
    TreeDepth = "tree.depth", Error,
        en "the tree is deeper than {limit} levels", "flatten the tree",
        vi "cây sâu hơn {limit} cấp", "giảm số cấp";
    BoundsOrder = "bounds.order", Error,
        en "the lower limit ({from}) is above the upper ({to})", "exchange the two",
        vi "giới hạn dưới ({from}) lớn hơn giới hạn trên ({to})", "đổi chỗ";
    StageFinalTwice = "stage.final_twice", Error,
        en "two stages are final", "mark one stage as final",
        vi "hai bước đều là bước cuối", "chỉ đánh dấu một bước là cuối";
    StageWindowOrder = "stage.window_order", Error,
        en "the stage `{stage}` closes ({until}) before `{before}` opens ({from})", "correct one of the two windows",
        vi "bước `{stage}` đóng ({until}) trước khi bước `{before}` mở ({from})", "sửa một trong hai thời hạn";
    StageNeverOpen = "stage.never_open", Error,
        en "no stage may answer `{id}`", "open a stage for it in `closed_to`, or allow `answers` in `may`",
        vi "không bước nào được trả lời `{id}`", "mở một bước trong `closed_to`, hoặc cho phép `answers` trong `may`";
    AppraisersKeys = "appraisers.keys", Error,
        en "{what}", "correct the key, or the one that it contradicts",
        vi "{what}", "sửa khóa này, hoặc khóa mà nó mâu thuẫn";
    AppraisersRole = "appraisers.role", Error,
        en "found {found}, expected a role of the appraisers{nearest}", "known roles: {known}",
        vi "gặp {found}, cần một vai trò của người thẩm định{nearest}", "các vai trò: {known}";
    ClassUnknown = "class.unknown", Error,
        en "`{id}` is not a class{nearest}", "known classes: {known}",
        vi "`{id}` không phải mức xếp loại{nearest}", "các mức: {known}";
    GateWithoutClasses = "gate.class_without_classes", Error,
        en "the gate `{what}` limits the class, and the set declares no classes", "declare `classes`, or remove it",
        vi "`{what}` cần xếp loại, nhưng bộ tiêu chí không khai", "khai `classes`, hoặc bỏ đi";
    QuotaWithoutClasses = "quota.without_classes", Error,
        en "quotas limit classes, and the set declares no classes", "declare `classes`, or remove the quotas",
        vi "tỷ lệ khống chế cần xếp loại, nhưng bộ tiêu chí không khai", "khai `classes`, hoặc bỏ `quotas`";
    QuotaShare = "quota.share", Error,
        en "{found} is no share of the units", "write a number from 0 to 1: 20 % is 0.2 or \"1/5\"",
        vi "{found} không phải là một phần của các đơn vị", "viết số từ 0 đến 1: 20 % là 0.2 hoặc \"1/5\"";
    GroupUnknown = "group.unknown", Error,
        en "`{id}` is not a group{nearest}", "known groups: {known}",
        vi "`{id}` không phải nhóm{nearest}", "các nhóm: {known}";
    GroupUncovered = "group.uncovered", Error,
        en "the group `{id}` has no entry here", "add an entry for `{id}`",
        vi "nhóm `{id}` không có mục ở đây", "thêm mục cho `{id}`";
    RankingWithin = "ranking.within_unknown", Error,
        en "`{found}` is neither `group` nor a text fact{nearest}", "name `group` or a text fact, or leave `within` out",
        vi "`{found}` không phải `group` hay số liệu dạng chữ{nearest}", "nêu `group` hoặc một số liệu dạng chữ, hoặc bỏ `within`";
    CriteriaSetMismatch = "round.criteria_set_mismatch", Error,
        en "the round is for `{found}`, the criteria set is `{expected}`", "score the round with the criteria set and version it names",
        vi "đợt đánh giá dùng `{found}`, còn bộ tiêu chí là `{expected}`", "dùng đúng bộ tiêu chí và phiên bản mà đợt đánh giá nêu";
    RoundEmpty = "round.empty", Error,
        en "the round has no units", "add at least one unit",
        vi "đợt đánh giá không có đơn vị nào", "thêm ít nhất một đơn vị";
    FrameColumnMissing = "frame.column.missing", Error,
        en "no column is named `{name}`{nearest}", "add the column, or say which one it is with a map",
        vi "không có cột nào tên `{name}`{nearest}", "thêm cột, hoặc khai ánh xạ cho biết đó là cột nào";
    FrameColumnUnknown = "frame.column.unknown", Error,
        en "`{id}` is nothing that a frame can set{nearest}", "correct the name, say with a map what it stands for, or have the column ignored",
        vi "`{id}` không phải thứ gì đặt được bằng bảng dữ liệu{nearest}", "sửa tên, khai ánh xạ cho biết cột này là gì, hoặc cho bỏ qua cột";
    FrameColumnAmbiguous = "frame.column.ambiguous", Error,
        en "`{id}` is the id of a fact and of a leaf", "name it `facts/{id}` or `answers/{id}`",
        vi "`{id}` vừa là mã dữ kiện vừa là mã tiêu chí", "ghi `facts/{id}` hoặc `answers/{id}`";
    FrameColumnDuplicate = "frame.column.duplicate", Error,
        en "a second column for `{id}`", "keep one of the two, or have one ignored",
        vi "cột thứ hai cho `{id}`", "chỉ giữ một, hoặc cho bỏ qua một cột";
    FrameColumnShape = "frame.column.shape", Error,
        en "the column `{name}` does not fit {expected} rows: found {found}", "give a value or a null for every row, and every word that a row points at",
        vi "cột `{name}` không khớp với {expected} dòng: gặp {found}", "mỗi dòng cần một giá trị hoặc giá trị trống, và mọi từ mà dòng trỏ tới phải có";
    FrameKeyDuplicate = "frame.key.duplicate", Error,
        en "a second row of `{party}` for `{key}` of `{id}` at `{stage}`", "keep one row, or say in the column `at` which is the later",
        vi "dòng thứ hai của `{party}` cho `{key}` của `{id}` ở `{stage}`", "chỉ giữ một dòng, hoặc ghi ở cột `at` dòng nào sau";
    FrameRowDuplicate = "frame.row.duplicate", Error,
        en "a second row of `{party}` for `{id}` at `{stage}`", "keep one row, or say in the column `at` which is the later",
        vi "dòng thứ hai của `{party}` cho `{id}` ở `{stage}`", "chỉ giữ một dòng, hoặc ghi ở cột `at` dòng nào sau";
    FrameRowDiffers = "frame.row.differs", Error,
        en "`{name}` of `{id}` is `{found}` here and `{before}` before", "say the same in all rows of the unit, or say it once",
        vi "`{name}` của `{id}` ở đây là `{found}`, còn trước đó là `{before}`", "ghi giống nhau ở mọi dòng của đơn vị, hoặc chỉ ghi một lần";
    SetNotInForce = "set.not_in_force", Warning,
        en "the period {from} … {until} does not lie in {first} … {last}, the days on which version `{version}` is in force", "score it with the version of its days, or correct the days",
        vi "kỳ {from} … {until} không nằm trong {first} … {last}, thời gian có hiệu lực của phiên bản `{version}`", "chấm bằng phiên bản có hiệu lực trong kỳ, hoặc sửa lại ngày";
    PeriodOrder = "period.order", Error,
        en "the period ends ({until}) before it begins ({from})", "exchange the two dates",
        vi "kỳ kết thúc ({until}) trước khi bắt đầu ({from})", "đổi chỗ hai ngày";
    UnitDuplicate = "unit.duplicate", Error,
        en "the unit `{id}` stands twice", "merge the two entries",
        vi "đơn vị `{id}` xuất hiện hai lần", "gộp hai mục";
    UnitGroupMissing = "unit.group_missing", Error,
        en "the unit `{id}` names no group", "add `group`; known groups: {known}",
        vi "đơn vị `{id}` chưa có nhóm", "thêm `group`; các nhóm: {known}";
    StageUnknown = "stage.unknown", Error,
        en "`{id}` is not a stage{nearest}", "known stages: {known}",
        vi "`{id}` không phải một bước{nearest}", "các bước: {known}";
    Cancelled = "cancelled", Error,
        en "the scoring was cancelled before it was done", "start it again; nothing was scored in part",
        vi "việc chấm điểm đã bị dừng giữa chừng", "chấm lại từ đầu; chưa có kết quả nào";
    LedgerUnknown = "ledger.unknown", Error,
        en "there is no {what} `{id}` to explain{nearest}",
        "use the id of a unit of the round, and of an indicator of the criteria set, `bonus`, `penalty`, `total`, `index` or `class`",
        vi "không có {what} `{id}` để giải thích{nearest}",
        "dùng mã đơn vị trong đợt đánh giá, và mã tiêu chí trong bộ tiêu chí hoặc `bonus`, `penalty`, `total`, `index`, `class`";
    IndicatorUnknown = "indicator.unknown", Error,
        en "there is no leaf `{id}`{nearest}", "use the id of a leaf of the criteria set",
        vi "không có tiêu chí `{id}`{nearest}", "dùng mã tiêu chí có trong bộ tiêu chí";
    FactUnknown = "fact.unknown", Error,
        en "there is no fact `{id}`{nearest}", "use the id of a fact of the criteria set",
        vi "không có số liệu `{id}`{nearest}", "dùng mã số liệu có trong bộ tiêu chí";
    FactType = "fact.type", Error,
        en "`{id}` takes {expected}, found {found}", "write {expected}",
        vi "`{id}` nhận {expected}, gặp {found}", "viết {expected}";
    TableUnknown = "table.unknown", Error,
        en "there is no table `{id}`{nearest}", "use the id of a table of the criteria set",
        vi "không có bảng `{id}`{nearest}", "dùng mã bảng có trong bộ tiêu chí";
    ColumnUnknown = "column.unknown", Error,
        en "the table `{table}` has no column `{id}`{nearest}", "known columns: {known}",
        vi "bảng `{table}` không có cột `{id}`{nearest}", "các cột: {known}";
    ColumnMissing = "column.missing", Error,
        en "a row of `{table}` lacks `{id}`", "add the cell, or declare the column `\"optional\": true`",
        vi "một dòng của `{table}` thiếu `{id}`", "thêm ô, hoặc khai cột `\"optional\": true`";
    ColumnKeys = "column.keys", Error,
        en "a derived column takes no `{key}`", "remove `{key}`, or the `formula`",
        vi "cột tính không dùng `{key}`", "bỏ `{key}`, hoặc bỏ `formula`";
    ColumnDerived = "column.derived", Error,
        en "`{id}` of the table `{table}` is computed, a row does not give it", "remove the cell",
        vi "`{id}` của bảng `{table}` được tính, dòng không ghi giá trị này", "bỏ ô này";
    RuleReserved = "rule.reserved", Error,
        en "`{id}` names a reason that every table has", "rename the rule; reserved are {known}",
        vi "`{id}` là tên một lý do có sẵn của mọi bảng", "đổi mã điều kiện; các mã dành sẵn: {known}";
    RowId = "row.id", Error,
        en "{what}", "give each row to be changed the `id` it had",
        vi "{what}", "ghi đúng `id` của dòng cần sửa";
    AnswerType = "answer.type", Error,
        en "`{id}` is answered by {expected}, found {found}", "write {expected}",
        vi "`{id}` được trả lời bằng {expected}, gặp {found}", "viết {expected}";
    AnswerUnknownOption = "answer.unknown_option", Error,
        en "`{found}` is not an option of `{id}`{nearest}", "known options: {known}",
        vi "`{found}` không phải lựa chọn của `{id}`{nearest}", "các lựa chọn: {known}";
    AnswerOutOfRange = "answer.out_of_range", Error,
        en "{found} lies outside {low} … {high} of `{id}`", "enter points within the range",
        vi "{found} nằm ngoài {low} … {high} của `{id}`", "nhập điểm trong khoảng";
    AnswerOffStep = "answer.off_step", Error,
        en "{found} is not on a step of {step} from {low}", "enter {low} plus a multiple of {step}",
        vi "{found} không đúng bước {step} tính từ {low}", "nhập {low} cộng bội số của {step}";
    AnswerMeasured = "answer.measured", Error,
        en "`{id}` is computed from its measure and takes no answer", "change the facts, or override its `points` with a reason",
        vi "`{id}` được tính từ chỉ tiêu đo, không nhận câu trả lời", "sửa số liệu, hoặc ghi đè `points` kèm lý do";
    NotApplicableForbidden = "answer.not_applicable_forbidden", Error,
        en "`{id}` may not be declared not applicable", "answer it",
        vi "`{id}` không được khai là không áp dụng", "hãy trả lời tiêu chí này";
    TallyUnknownLine = "tally.unknown_line", Error,
        en "`{leaf}` has no line `{id}` to be answered{nearest}", "known lines: {known}",
        vi "`{leaf}` không có dòng `{id}` để trả lời{nearest}", "các dòng: {known}";
    TallyCount = "tally.count", Error,
        en "`{found}` is not a count", "write a whole number from 0, or yes or no",
        vi "`{found}` không phải số lần", "viết số nguyên từ 0, hoặc yes hay no";
    TallyOnce = "tally.once", Error,
        en "the line `{id}` counts once, found {found}", "write 0 or 1",
        vi "dòng `{id}` chỉ tính một lần, gặp {found}", "viết 0 hoặc 1";
    TallyExcused = "tally.excused", Error,
        en "more cases are excused than counted", "excuse at most the counted cases",
        vi "số vụ được miễn nhiều hơn số vụ tính", "miễn nhiều nhất bằng số vụ đã tính";
    TallyComputed = "tally.computed", Error,
        en "the computed count of `{id}` is {found}, a count is a whole number from 0", "correct the facts, or bound the formula: max(0, floor(…))",
        vi "số lần tính được của `{id}` là {found}, số lần phải là số nguyên từ 0", "sửa số liệu, hoặc chặn công thức: max(0, floor(…))";
    TallyOneOf = "tally.one_of", Error,
        en "two lines of `{group}` are answered", "keep one of them",
        vi "hai dòng của `{group}` cùng được trả lời", "chỉ giữ một dòng";
    PointsOutOfRange = "points.out_of_range", Error,
        en "{found} points lie outside {low} … {high} of `{id}`", "set points within the leaf's range",
        vi "{found} điểm nằm ngoài {low} … {high} của `{id}`", "đặt điểm trong khoảng của tiêu chí";
    PointsReason = "points.reason", Error,
        en "points of `{id}` are set without a reason", "write {\"value\": …, \"reason\": …}",
        vi "điểm của `{id}` được đặt mà không có lý do", "viết {\"value\": …, \"reason\": …}";
    AdjustmentReason = "adjustment.reason", Error,
        en "`{id}` is adjusted from {from} to {to} without a reason", "write {\"value\": …, \"reason\": …}; in a changed row `reason` beside its cells",
        vi "`{id}` được điều chỉnh từ {from} thành {to} mà không có lý do", "viết {\"value\": …, \"reason\": …}; ở dòng sửa đổi thì ghi `reason` cạnh các ô";
    NotApplicableReason = "not_applicable.reason", Error,
        en "`{id}` is declared not applicable without a reason", "write the reason as the value",
        vi "`{id}` được khai không áp dụng mà không có lý do", "ghi lý do làm giá trị";
    AnswerEvidence = "answer.evidence", Error,
        en "`{id}` is answered without evidence", "write {\"value\": …, \"evidence\": …}",
        vi "`{id}` được trả lời mà không có tài liệu kiểm chứng", "viết {\"value\": …, \"evidence\": …}";
    ClassReason = "class.reason", Error,
        en "the class `{found}` is set without a reason", "write {\"value\": …, \"reason\": …}",
        vi "mức xếp loại `{found}` được đặt mà không có lý do", "viết {\"value\": …, \"reason\": …}";
    StageMayNot = "stage.may_not", Error,
        en "the stage `{stage}` may not set {what}", "leave it to a stage that may, or allow it in `may`",
        vi "bước `{stage}` không được đặt {what}", "để bước khác đặt, hoặc cho phép trong `may`";
    StageClosed = "stage.closed", Error,
        en "`{id}` is closed to the stage `{stage}`", "stages that may set it: {known}",
        vi "`{id}` không mở cho bước `{stage}`", "các bước được đặt: {known}";
    StageNotAssessor = "stage.not_assessor", Error,
        en "`{party}` does not appraise `{id}`", "it is appraised by: {known}",
        vi "`{party}` không thẩm định `{id}`", "tiêu chí này do: {known} thẩm định";
    StageOwnUnit = "stage.own_unit", Error,
        en "`{party}` appraises its own unit `{id}`", "have another party appraise it",
        vi "`{party}` thẩm định chính đơn vị `{id}` của mình", "giao cho bên khác thẩm định";
    StageWindowAt = "stage.window_at", Error,
        en "the stage `{stage}` has a window, and `{party}` does not say when it submits", "add `at`",
        vi "bước `{stage}` có thời hạn mà `{party}` không ghi thời điểm nộp", "thêm `at`";
    StageWindow = "stage.window", Error,
        en "{at} lies outside {from} … {until}, the window of the stage `{stage}`", "correct `at`, or the window in the criteria set",
        vi "{at} nằm ngoài {from} … {until}, thời hạn của bước `{stage}`", "sửa `at`, hoặc sửa thời hạn trong bộ tiêu chí";
    AppraisersReciprocal = "appraisers.reciprocal", Warning,
        en "`{first}` and `{second}` appraise each other at the stage `{stage}`", "have one of the two appraised by another",
        vi "`{first}` và `{second}` thẩm định lẫn nhau ở bước `{stage}`", "giao một trong hai cho bên khác thẩm định";
    StagePassed = "stage.passed", Error,
        en "the unit has come to the stage `{later}`, so nothing is entered at `{stage}` any more", "open the form at the latest stage, or without the submissions after `{stage}`",
        vi "đơn vị đã đến bước `{later}` nên không nhập ở bước `{stage}` nữa", "mở phiếu ở bước mới nhất, hoặc bỏ các phiếu sau bước `{stage}`";
    StageConflict = "stage.conflict", Error,
        en "`{first}` and `{second}` set `{id}` differently at the stage `{stage}`", "agree on one value, or give it to a later stage",
        vi "`{first}` và `{second}` đặt `{id}` khác nhau ở bước `{stage}`", "thống nhất một giá trị, hoặc để bước sau quyết định";
    StageOutOfOrder = "stage.out_of_order", Error,
        en "the stage `{stage}` is dated {at}, before {earlier} of the stage `{before}`", "correct the dates or the stage",
        vi "bước `{stage}` ghi ngày {at}, trước {earlier} của bước `{before}`", "sửa lại ngày hoặc bước";
    SubmissionAtMissing = "submission.at_missing", Error,
        en "`{party}` submits twice at the stage `{stage}`, and not both say when", "add `at` to both",
        vi "`{party}` nộp hai lần ở bước `{stage}` mà không ghi đủ thời điểm", "thêm `at` cho cả hai";
    SubmissionAtInvalid = "submission.at_invalid", Error,
        en "`{found}` is neither a date nor a time", "write YYYY-MM-DD or YYYY-MM-DDThh:mm",
        vi "`{found}` không phải ngày hay thời điểm", "viết YYYY-MM-DD hoặc YYYY-MM-DDThh:mm";
    ValueOutside = "value.outside", Error,
        en "the value of `{id}` is {found}, outside {low} … {high}", "correct the facts, or declare `\"outside\": \"clamp\"`",
        vi "giá trị của `{id}` là {found}, ngoài {low} … {high}", "sửa số liệu, hoặc khai `\"outside\": \"clamp\"`";
    TableOrder = "table.order", Error,
        en "the table `{id}` has no order, so no row of it is the first or the last", "name the column to go by: `order`",
        vi "bảng `{id}` không có thứ tự nên không có dòng đầu hay dòng cuối", "nêu cột dùng để xếp thứ tự: `order`";
    TableTwice = "table.twice", Error,
        en "the rows of `{id}` stand in the round and outside of it, or twice outside", "give the rows of a table in one place, or merge the partials",
        vi "các dòng của bảng `{id}` có cả trong đợt đánh giá lẫn bên ngoài, hoặc hai lần bên ngoài", "đưa dòng của một bảng ở một nơi, hoặc gộp các phần";
    TableColumnMissing = "table.column.missing", Error,
        en "`{source}` has no column `{name}`, which the table `{table}` needs{nearest}", "add the column, or say what the file calls it",
        vi "`{source}` thiếu cột `{name}` mà bảng `{table}` cần{nearest}", "thêm cột, hoặc nêu tên cột đó trong tệp";
    TableColumnExtra = "table.column.extra", Warning,
        en "the table `{id}` has no columns {names}; they are not read", "add them to the table, say which column each one is, or leave them out",
        vi "bảng `{id}` không có các cột {names}; chúng không được đọc", "thêm vào bảng, nêu mỗi tên là cột nào, hoặc bỏ đi";
    RowFromFile = "row.from_file", Error,
        en "the rows of `{id}` stand outside of the round, and a submission cannot change them", "give the rows inside the round, or mend them where they stand",
        vi "các dòng của bảng `{id}` nằm ngoài đợt đánh giá nên phiếu không sửa được", "đưa các dòng vào đợt đánh giá, hoặc sửa tại nơi lưu";
    PartialOther = "partial.other", Error,
        en "the rows of `{table}` were gathered for {what} {found}, not {expected}", "gather them again for what is scored",
        vi "các dòng của bảng `{table}` được gộp cho {what} {found}, không phải {expected}", "gộp lại cho đúng đợt cần chấm";
    PartialDamaged = "partial.damaged", Error,
        en "these bytes are no gathered rows, or they are damaged", "gather the rows again, and hand the bytes on unchanged",
        vi "các byte này không phải phần đã gộp, hoặc đã hỏng", "gộp lại các dòng và chuyển nguyên vẹn các byte";
    StatisticsOther = "statistics.other", Error,
        en "the figures of other units were collected for {what} `{found}`, not `{expected}`", "collect them again with the criteria set that scores",
        vi "số liệu của các đơn vị khác được lấy cho {what} `{found}`, không phải `{expected}`", "lấy lại bằng đúng bộ tiêu chí đang chấm";
    CalendarMissing = "calendar.missing", Error,
        en "a formula counts working days, and there is no calendar", "give the round a `calendar`, or pass one beside it",
        vi "có công thức đếm ngày làm việc nhưng thiếu lịch", "thêm `calendar` vào đợt đánh giá, hoặc truyền lịch kèm theo";
    CalendarUncovered = "calendar.uncovered", Error,
        en "the calendar `{calendar}` speaks about {from} to {until}, not about {day}", "extend `covers`, and the holidays and worked days with it",
        vi "lịch `{calendar}` chỉ có từ {from} đến {until}, không có {day}", "kéo dài `covers` cùng các ngày nghỉ và ngày làm bù";
    CalendarTooLong = "calendar.too_long", Error,
        en "the calendar speaks about {from} to {until}, more than {limit} days", "let `covers` begin and end with the years that are asked for",
        vi "lịch kéo dài từ {from} đến {until}, hơn {limit} ngày", "chỉ để `covers` trong các năm cần dùng";
    FigureOverflow = "figure.overflow", Error,
        en "`{what}` of the unit `{unit}` is beyond the limit of exact numbers", "declare roundings between the steps",
        vi "`{what}` của đơn vị `{unit}` vượt giới hạn của số chính xác", "khai làm tròn giữa các bước";
    OverridePinned = "override.pinned", Warning,
        en "`{id}` keeps the value set at the stage `{stage}` although what it is computed from has changed", "set it again or clear it with null",
        vi "`{id}` giữ giá trị đặt ở bước `{stage}` dù số liệu dùng để tính đã đổi", "đặt lại hoặc xóa bằng null";
}
